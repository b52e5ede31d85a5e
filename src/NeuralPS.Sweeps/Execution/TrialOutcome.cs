namespace NeuralPS.Sweeps.Execution;

/// <summary>How the work on a trial ended.</summary>
public enum TrialOutcome
{
    /// <summary>It came to its end: its metrics say the values.</summary>
    Complete,

    /// <summary>The pruner, or the trial itself, stopped it.</summary>
    Pruned,

    /// <summary>It was interrupted and goes on later, with the same number and parameters.</summary>
    Interrupted,
}
