namespace NeuralPS.Sweeps.Execution;

/// <summary>Why a run of a sweep ended; the numbers are exit codes.</summary>
public enum SweepEnd
{
    /// <summary>All trials are there.</summary>
    Finished = 0,

    /// <summary>Too many trials failed.</summary>
    Failed = 2,

    /// <summary>The time was up; the same script goes on with the next run.</summary>
    BudgetReached = 3,

    /// <summary>Ctrl+C or a signal; the same script goes on with the next run.</summary>
    Interrupted = 130,
}
