using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Options;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>The pruners by name, and how they are written in the journal.</summary>
public static class PrunerCatalog
{
    private static readonly OptionCatalog<PrunerOptions, Pruner> Catalog = new(
        "pruner",
        name => new PrunerOptions { Name = name },
        [
            ("None", [], _ => new NonePruner()),
            ("Median",
                [
                    nameof(PrunerOptions.StartupTrials), nameof(PrunerOptions.WarmupSteps), nameof(PrunerOptions.IntervalSteps),
                    nameof(PrunerOptions.MinimumTrials),
                ],
                o => new MedianPruner(o.StartupTrials ?? 5, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1, o.MinimumTrials ?? 1)),
            ("Percentile",
                [
                    nameof(PrunerOptions.Percentile), nameof(PrunerOptions.StartupTrials), nameof(PrunerOptions.WarmupSteps),
                    nameof(PrunerOptions.IntervalSteps), nameof(PrunerOptions.MinimumTrials),
                ],
                o => new PercentilePruner(
                    o.Percentile ?? 25, o.StartupTrials ?? 5, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1, o.MinimumTrials ?? 1)),
            ("ASHA",
                [
                    nameof(PrunerOptions.MinimumResource), nameof(PrunerOptions.ReductionFactor),
                    nameof(PrunerOptions.MinimumEarlyStoppingRate), nameof(PrunerOptions.BootstrapCount),
                ],
                o => new AshaPruner(o.MinimumResource, o.ReductionFactor ?? 4, o.MinimumEarlyStoppingRate ?? 0, o.BootstrapCount ?? 0)),
            ("Hyperband",
                [
                    nameof(PrunerOptions.MinimumResource), nameof(PrunerOptions.MaximumResource), nameof(PrunerOptions.ReductionFactor),
                    nameof(PrunerOptions.BootstrapCount),
                ],
                o => new HyperbandPruner(o.MinimumResource ?? 1, o.MaximumResource, o.ReductionFactor ?? 3, o.BootstrapCount ?? 0)),
            ("Threshold",
                [
                    nameof(PrunerOptions.Lower), nameof(PrunerOptions.Upper), nameof(PrunerOptions.WarmupSteps),
                    nameof(PrunerOptions.IntervalSteps),
                ],
                o => new ThresholdPruner(o.Lower, o.Upper, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1)),
            ("Patience",
                [nameof(PrunerOptions.Patience), nameof(PrunerOptions.MinimumDelta), nameof(PrunerOptions.Wrapped)],
                o => new PatiencePruner(o.Patience ?? 5, o.MinimumDelta ?? 0, o.Wrapped is null ? null : Create(o.Wrapped))),
        ]);

    /// <summary>The names of all pruners, sorted.</summary>
    public static IReadOnlyList<string> Names => Catalog.Names;

    /// <summary>The options that a pruner has.</summary>
    /// <exception cref="SweepException">UnknownPruner.</exception>
    public static IReadOnlyList<string> GetOptionNames(string name) => Catalog.GetOptionNames(name);

    /// <summary>Makes the pruner that the options describe.</summary>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static Pruner Create(PrunerOptions options) => Catalog.Create(options);

    /// <summary>Reads options as users write them.</summary>
    /// <param name="name">The name of the pruner, in any case.</param>
    /// <param name="options">
    /// Names of options, in any case, with numbers; <c>Wrapped</c> is the name of a pruner or <see cref="PrunerOptions"/>.
    /// </param>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static PrunerOptions Describe(string name, IEnumerable<KeyValuePair<string, object?>> options) => Catalog.Describe(name, options);

    /// <summary>The options as the journal has them: what is null is left out.</summary>
    public static JsonNode ToJson(PrunerOptions options) => OptionCatalog<PrunerOptions, Pruner>.ToJson(options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static PrunerOptions FromJson(JsonNode? json) => Catalog.FromJson(json);
}
