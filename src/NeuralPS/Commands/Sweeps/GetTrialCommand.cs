using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Get-Trial: the trials of a sweep as flat objects.</summary>
[Cmdlet(VerbsCommon.Get, "Trial")]
[OutputType(TrialRecord.TypeName)]
public sealed class GetTrialCommand : NeuralCommand
{
    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The sweep, the result of Invoke-Sweep, or the path of a journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <summary>The best only.</summary>
    [Parameter(HelpMessage = "The best trial only, or with several objectives those of the Pareto front: none beats them in one without losing in another.")]
    public SwitchParameter Best { get; set; }

    /// <summary>The states.</summary>
    [Parameter(HelpMessage = "Trials of these states only.")]
    public TrialState[] State { get; set; } = [];

    /// <summary>The numbers.</summary>
    [Parameter(HelpMessage = "Trials of these numbers only.")]
    [ValidateRange(0, int.MaxValue)]
    public int[] Number { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Swp.Trials.Trial> all = Try(Sweep, Sweep.ReadTrials);
        IEnumerable<Swp.Trials.Trial> wanted = all;
        if (Best)
        {
            Swp.Execution.BestTrials best = new(Sweep.Definition.Objectives);
            foreach (Swp.Trials.Trial trial in all)
            {
                best.Add(trial);
            }

            wanted = best.Numbers.Order().Select(number => all[number]);
        }

        if (State.Length > 0)
        {
            string[] names = [.. State.Select(state => state.ToString())];
            wanted = wanted.Where(trial => names.Contains(trial.State.ToString()));
        }

        if (Number.Length > 0)
        {
            foreach (int missing in Number.Where(number => number >= all.Count))
            {
                TryOne(Sweep, () => throw new Swp.SweepException("TrialNotFound", $"Sweep '{Sweep.Name}' has {all.Count} trials, and none of number {missing}."));
            }

            wanted = wanted.Where(trial => Number.Contains(trial.Number));
        }

        Swp.Trials.Trial[] trials = [.. wanted];
        TrialRecord records = new(Sweep, all);
        foreach (Swp.Trials.Trial trial in trials)
        {
            WriteObject(records.Create(trial));
        }
    }
}
