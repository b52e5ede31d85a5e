using System.Collections.Immutable;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Definitions;

/// <summary>What a sweep is, apart from its trials: all that the parameters of a trial depend on besides earlier results.</summary>
public sealed record SweepDefinition
{
    /// <summary>How far back results are known, unless told otherwise.</summary>
    public const int UsualWindow = 8;

    /// <summary>The name: that of the study in the journal.</summary>
    public required string Name { get; init; }

    /// <summary>What is made as low or as high as possible; at least one, and each metric once.</summary>
    public required ImmutableArray<Objective> Objectives { get; init; }

    /// <summary>The seed of all that is random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The parameters that every trial has.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>How parameters are chosen.</summary>
    public required SamplerOptions Sampler { get; init; }

    /// <summary>Which trials are stopped early.</summary>
    public required PrunerOptions Pruner { get; init; }

    /// <summary>
    /// Trial n knows the results of the trials up to n - <see cref="Window"/>, and waits for them: so many workers at most can be busy
    /// at a time, and any number of them makes the same trials. At least 1.
    /// </summary>
    public int Window { get; init; } = UsualWindow;

    /// <summary>What a trial must keep to count as a solution.</summary>
    public ImmutableArray<MetricConstraint> Constraints { get; init; } = [];

    /// <summary>Checks that the parts suit each other.</summary>
    /// <exception cref="SweepException">Names the part and the remedy.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            throw new SweepException("BadSweepName", "A sweep needs a name.");
        }

        if (Objectives.Length == 0 || Objectives.DistinctBy(objective => objective.Name, StringComparer.OrdinalIgnoreCase).Count() < Objectives.Length)
        {
            throw new SweepException(
                "BadObjective", $"Sweep '{Name}' needs a metric to maximise or to minimise, and each metric once. Name it by -Maximize or -Minimize.");
        }

        if (Objectives.Length > 1 && PrunerCatalog.Create(Pruner) is not NonePruner)
        {
            throw new SweepException(
                "PrunerNeedsOneObjective",
                $"Sweep '{Name}' has {Objectives.Length} objectives, and the pruner {Pruner.Name} compares trials by one. Leave out -Pruner or all objectives but one.");
        }

        if (Window < 1)
        {
            throw new SweepException("BadWindow", $"The window of sweep '{Name}' is {Window}, and must be at least 1.");
        }

        SamplerCatalog.Create(Sampler).Validate(Space);
    }
}
