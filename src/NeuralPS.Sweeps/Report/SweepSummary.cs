using System.Collections.Immutable;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Report;

/// <summary>A sweep to look at: its trials as they stand, and what is known about how they came about.</summary>
public sealed record SweepSummary
{
    /// <summary>The name of the sweep.</summary>
    public required string Name { get; init; }

    /// <summary>At least one.</summary>
    public required ImmutableArray<Objective> Objectives { get; init; }

    /// <summary>In the order of their numbers. They must not change while the summary is used.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The sampler, as users read it; empty if not known.</summary>
    public string Sampler { get; init; } = string.Empty;

    /// <summary>The pruner, as users read it; empty if not known.</summary>
    public string Pruner { get; init; } = string.Empty;

    /// <summary>The constraints, as users wrote them.</summary>
    public ImmutableArray<string> Constraints { get; init; } = [];

    /// <summary>The seed; null if not known.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Takes what a definition tells.</summary>
    public static SweepSummary Create(SweepDefinition definition, IReadOnlyList<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new()
        {
            Name = definition.Name,
            Objectives = definition.Objectives,
            Trials = trials,
            Sampler = definition.Sampler.ToString(),
            Pruner = definition.Pruner.ToString(),
            Constraints = [.. definition.Constraints.Select(constraint => constraint.ToString())],
            Seed = definition.Seed,
        };
    }

    /// <summary>From the start of the first trial to the end of the last one; null if none has finished.</summary>
    public TimeSpan? Elapsed => Trials.Max(trial => trial.Finished) - Trials.Min(trial => trial.Started);

    /// <summary>How many trials are in a state.</summary>
    public int CountOf(TrialState state) => Trials.Count(trial => trial.State == state);
}
