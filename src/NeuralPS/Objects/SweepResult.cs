using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>Makes the record of what a run of a sweep came to.</summary>
internal static class SweepResult
{
    /// <summary>The type name that views go by.</summary>
    public const string TypeName = "NeuralPS.SweepResult";

    /// <summary>Makes the record: Name, End, ExitCode, the trials by state, the values and the number of the best one, Duration, Path and Sweep.</summary>
    public static PSObject Create(Sweep sweep, Swp.Execution.SweepEnd end, TimeSpan duration)
    {
        IReadOnlyList<Swp.Trials.Trial> trials = sweep.ReadTrials();
        Swp.Execution.BestTrials best = new(sweep.Definition.Objectives);
        foreach (Swp.Trials.Trial trial in trials)
        {
            best.Add(trial);
        }

        int CountOf(Swp.Trials.TrialState state) => trials.Count(trial => trial.State == state);
        PSObject result = Record.Create(TypeName);
        result.Add("Name", sweep.Name);
        result.Add("End", end.ToString());
        result.Add("ExitCode", (int)end);
        result.Add("Complete", CountOf(Swp.Trials.TrialState.Complete));
        result.Add("Pruned", CountOf(Swp.Trials.TrialState.Pruned));
        result.Add("Failed", CountOf(Swp.Trials.TrialState.Failed));
        result.Add("Unfinished", trials.Count(trial => !trial.IsFinished));
        result.Add("BestTrial", best.Numbers.ToArray() is [int only] ? only : best.Numbers.ToArray() is { Length: > 1 } several ? several : null);
        if (best.Numbers.Count() == 1)
        {
            Swp.Trials.Trial trial = trials[best.Numbers.First()];
            for (int i = 0; i < trial.Values.Length; i++)
            {
                result.Set(sweep.Definition.Objectives[i].Name, trial.Values[i]);
            }
        }

        result.Add("Duration", duration);
        result.Add("Path", sweep.Path);
        result.Add("Sweep", sweep);
        return result;
    }
}
