using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// All that a decision to stop a trial may depend on. It is the same for one worker and for sixteen: <see cref="History"/> ends a fixed
/// number of trials before this one.
/// </summary>
public sealed class PrunerContext
{
    /// <summary>The seed of the sweep.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of the trial.</summary>
    public required int Number { get; init; }

    /// <summary>The objective that intermediate values belong to.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Finished trials in the order of their numbers: complete, pruned and failed ones.</summary>
    public required IReadOnlyList<Trial> History { get; init; }

    /// <summary>What the trial reported so far, by step; the last one is the reason for asking.</summary>
    public required SortedList<int, double> Reports { get; init; }

    /// <summary>The step of the last report.</summary>
    public int Step => Reports.GetKeyAtIndex(Reports.Count - 1);

    /// <summary>The last report.</summary>
    public double Value => Reports.GetValueAtIndex(Reports.Count - 1);
}
