using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Get-ParameterImportance: how much each parameter of a sweep matters.</summary>
[Cmdlet(VerbsCommon.Get, "ParameterImportance")]
[OutputType(typeof(ParameterImportance))]
public sealed class GetParameterImportanceCommand : NeuralCommand
{
    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The sweep, the result of Invoke-Sweep, or the path of a journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <summary>The objective.</summary>
    [Parameter(Position = 1, HelpMessage = "The metric that matters, one of those that the sweep maximises or minimises. Without it all of these in turn.")]
    [ValidateNotNullOrEmpty]
    public string Objective { get; set; } = "";

    /// <summary>The part of good trials.</summary>
    [Parameter(HelpMessage = "Which part of the trials counts as good, above 0 and below 1.")]
    [ValidateInterval(Above = 0, Below = 1)]
    public double Quantile { get; set; } = 0.1;

    /// <inheritdoc/>
    protected override void ProcessRecord() => TryOne(Sweep, () =>
    {
        Swp.Report.SweepSummary summary = Swp.Report.SweepSummary.Create(Sweep.Definition, Sweep.ReadTrials());
        string[] names = [.. summary.Objectives.Select(objective => objective.Name)];
        int only = Array.FindIndex(names, name => name.Equals(Objective, StringComparison.OrdinalIgnoreCase));
        if (Objective.Length > 0 && only < 0)
        {
            throw new Swp.SweepException(
                "NoSuchObjective", $"Sweep '{Sweep.Name}' does not go by '{Objective}', but by {string.Join(" and ", names)}. Name one of these.");
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (only < 0 || only == i)
            {
                foreach (Swp.Analysis.ParameterScore score in
                    Swp.Analysis.ParameterImportance.Compute(summary.Trials, summary.Objectives[i], i, Quantile))
                {
                    WriteObject(new ParameterImportance(names[i], score.Name, score.Importance, score.TrialCount));
                }
            }
        }
    });
}
