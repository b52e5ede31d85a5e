using System.Collections.Immutable;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>The answer of a pruner.</summary>
/// <param name="Prune">Whether the trial should stop.</param>
/// <param name="Reason">For the log: why, such as <c>worse than the median of 12 trials at step 5</c>; empty when it goes on.</param>
/// <param name="Attributes">System attributes that the journal should have, such as <c>completed_rung_0</c>: other programs read them.</param>
public sealed record PruneDecision(bool Prune, string Reason, ImmutableArray<KeyValuePair<string, double>> Attributes)
{
    /// <summary>The trial goes on.</summary>
    public static PruneDecision Continue { get; } = new(false, string.Empty, []);
}
