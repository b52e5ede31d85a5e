using System.Collections.Immutable;

namespace NeuralPS.Engine.Networks;

/// <summary>What the batches of an epoch came to so far: for the record of an epoch that was interrupted.</summary>
public sealed record EpochSums
{
    /// <summary>The loss that was minimised.</summary>
    public required string LossName { get; init; }

    /// <summary>The sum of the samples' losses, added one by one.</summary>
    public required double Loss { get; init; }

    /// <summary>The sum of the sparsity penalties of the batches, each times its samples.</summary>
    public double Sparsity { get; init; }

    /// <summary>Samples seen.</summary>
    public required int Samples { get; init; }

    /// <summary>The time that they took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Whether any sample had a gradient other than zero: the perceptron rule has converged when none has.</summary>
    public required bool IsCorrected { get; init; }

    /// <summary>What each metric has counted, by its name.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<double>>> Metrics { get; init; } = [];
}
