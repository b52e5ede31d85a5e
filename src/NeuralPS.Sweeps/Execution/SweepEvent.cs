using NeuralPS.Sweeps.Pruners;

namespace NeuralPS.Sweeps.Execution;

/// <summary>Something that happened while a sweep ran.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Trial">The trial that it happened to, if any.</param>
/// <param name="Error">Why the trial failed, if it did.</param>
/// <param name="Decision">The pruner's answer, for a report.</param>
/// <param name="Block">What the sweep waits for, if it does.</param>
public sealed record SweepEvent(
    SweepEventKind Kind, ActiveTrial? Trial = null, TrialError? Error = null, PruneDecision? Decision = null, SweepBlock? Block = null);

/// <summary>What can happen while a sweep runs.</summary>
public enum SweepEventKind
{
    /// <summary>A trial began.</summary>
    Started,

    /// <summary>A trial goes on that was left behind.</summary>
    Continued,

    /// <summary>A trial came to its end, with values.</summary>
    Completed,

    /// <summary>A trial was stopped early.</summary>
    Pruned,

    /// <summary>A trial ended with an error.</summary>
    Failed,

    /// <summary>A trial was given back, to go on later.</summary>
    Released,

    /// <summary>No trial can begin for a while, since somebody else has one that the next depends on.</summary>
    Waiting,
}
