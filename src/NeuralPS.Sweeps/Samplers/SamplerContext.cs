using System.Collections.Immutable;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// All that the parameters of a trial may depend on. It is the same for one worker and for sixteen: <see cref="History"/> ends a fixed
/// number of trials before this one, and of those between only the parameters are known.
/// </summary>
public sealed class SamplerContext
{
    /// <summary>The seed of the sweep.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The number of the trial.</summary>
    public required int Number { get; init; }

    /// <summary>How many of the trials before it the user chose: they are none of the sampler's.</summary>
    public int EnqueuedBefore { get; init; }

    /// <summary>The parameters that every trial has.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>What is made as low or high as possible; at least one.</summary>
    public required ImmutableArray<Objective> Objectives { get; init; }

    /// <summary>Finished trials in the order of their numbers: complete, pruned and failed ones. Later contexts begin with the same trials.</summary>
    public required IReadOnlyList<Trial> History { get; init; }

    /// <summary>Trials between the history and this one, in the order of their numbers. Look at nothing but their parameters.</summary>
    public required IReadOnlyList<Trial> Pending { get; init; }
}
