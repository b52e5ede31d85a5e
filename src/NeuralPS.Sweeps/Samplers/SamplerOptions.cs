using NeuralPS.Sweeps.Options;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// A sampler as plain data, for commands and for the journal. What is null has the sampler's default; what does not belong to the sampler
/// must be null. The classes of the samplers say what the options mean.
/// </summary>
public sealed record SamplerOptions
{
    /// <summary>One of <see cref="SamplerCatalog.Names"/> or <c>QuasiRandom</c>, for Sobol; upper and lower case are alike.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="GridSampler.PointCount"/>; none by default.</summary>
    public int? PointCount { get; init; }

    /// <summary>See <see cref="GridSampler.IsShuffled"/>; false by default.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>See <see cref="TpeSampler.StartupTrials"/>; 10 by default.</summary>
    public int? StartupTrials { get; init; }

    /// <summary>See <see cref="TpeSampler.CandidateCount"/>; 40 by default.</summary>
    public int? CandidateCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => OptionCatalog<SamplerOptions, Sampler>.Format(this);
}
