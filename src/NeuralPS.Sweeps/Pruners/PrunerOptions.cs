using NeuralPS.Sweeps.Options;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// A pruner as plain data, for commands and for the journal. What is null has the pruner's default; what does not belong to the pruner
/// must be null. The classes of the pruners say what the options mean.
/// </summary>
public sealed record PrunerOptions
{
    /// <summary>One of <see cref="PrunerCatalog.Names"/>; upper and lower case are alike.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="PercentilePruner.Percentile"/>; 25 by default.</summary>
    public double? Percentile { get; init; }

    /// <summary>See <see cref="PercentilePruner.StartupTrials"/>; 5 by default.</summary>
    public int? StartupTrials { get; init; }

    /// <summary>See <see cref="PercentilePruner.WarmupSteps"/>; 0 by default.</summary>
    public int? WarmupSteps { get; init; }

    /// <summary>See <see cref="PercentilePruner.IntervalSteps"/>; 1 by default.</summary>
    public int? IntervalSteps { get; init; }

    /// <summary>See <see cref="PercentilePruner.MinimumTrials"/>; 1 by default.</summary>
    public int? MinimumTrials { get; init; }

    /// <summary>
    /// See <see cref="AshaPruner.MinimumResource"/> (estimated by default) and <see cref="HyperbandPruner.MinimumResource"/> (1 by default).
    /// </summary>
    public int? MinimumResource { get; init; }

    /// <summary>See <see cref="HyperbandPruner.MaximumResource"/>; estimated by default.</summary>
    public int? MaximumResource { get; init; }

    /// <summary>
    /// See <see cref="AshaPruner.ReductionFactor"/> (4 by default) and <see cref="HyperbandPruner.ReductionFactor"/> (3 by default).
    /// </summary>
    public int? ReductionFactor { get; init; }

    /// <summary>See <see cref="AshaPruner.MinimumEarlyStoppingRate"/>; 0 by default.</summary>
    public int? MinimumEarlyStoppingRate { get; init; }

    /// <summary>See <see cref="AshaPruner.BootstrapCount"/>; 0 by default.</summary>
    public int? BootstrapCount { get; init; }

    /// <summary>See <see cref="ThresholdPruner.Lower"/>; no bound by default.</summary>
    public double? Lower { get; init; }

    /// <summary>See <see cref="ThresholdPruner.Upper"/>; no bound by default.</summary>
    public double? Upper { get; init; }

    /// <summary>See <see cref="PatiencePruner.Patience"/>; 5 by default.</summary>
    public int? Patience { get; init; }

    /// <summary>See <see cref="PatiencePruner.MinimumDelta"/>; 0 by default.</summary>
    public double? MinimumDelta { get; init; }

    /// <summary>See <see cref="PatiencePruner.Wrapped"/>; none by default.</summary>
    public PrunerOptions? Wrapped { get; init; }

    /// <inheritdoc/>
    public override string ToString() => OptionCatalog<PrunerOptions, Pruner>.Format(this);
}
