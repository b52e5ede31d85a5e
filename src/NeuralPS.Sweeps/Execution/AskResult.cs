namespace NeuralPS.Sweeps.Execution;

/// <summary>The answer to a worker that asks for a trial.</summary>
/// <param name="Kind">What there is to do.</param>
/// <param name="Trial">The trial, if there is one.</param>
public sealed record AskResult(AskKind Kind, ActiveTrial? Trial = null);

/// <summary>What there is to do for a worker.</summary>
public enum AskKind
{
    /// <summary>A trial.</summary>
    Work,

    /// <summary>Nothing yet: the next trial depends on one that is still running, here or in another process.</summary>
    Wait,

    /// <summary>Nothing any more: all trials are finished, or others are at the last of them.</summary>
    Done,
}
