namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>What one kind of synthetic data set allows, and what it does when nothing is asked for.</summary>
/// <param name="Count">The usual number of samples.</param>
/// <param name="Noise">The usual noise.</param>
/// <param name="MaximumNoise">The largest noise that makes sense.</param>
/// <param name="Classes">The usual number of classes; 0 for regression.</param>
/// <param name="MaximumClasses">The largest number of classes; equal to Classes where it is fixed.</param>
/// <param name="CanBeSigned">Whether inputs may be -1 and 1 in place of 0 and 1.</param>
internal sealed record SyntheticTraits(
    int Count, double Noise, double MaximumNoise, int Classes, int MaximumClasses, bool CanBeSigned = false)
{
    // Beyond this the noise would drown everything, and float would lose the rest.
    private const double AnyNoise = 1e6;

    private static readonly SyntheticTraits _truthTable =
        new(TruthTableGenerator.Rows, Noise: 0, AnyNoise, Classes: 2, MaximumClasses: 2, CanBeSigned: true);

    /// <summary>The traits of <paramref name="kind"/>.</summary>
    /// <exception cref="EngineException">There is no such kind (SyntheticKindUnknown).</exception>
    public static SyntheticTraits Of(SyntheticKind kind) => kind switch
    {
        SyntheticKind.Digits => new(10000, Noise: 0.1, MaximumNoise: 1, Classes: 10, MaximumClasses: 10),
        SyntheticKind.Moons => new(500, Noise: 0.1, AnyNoise, Classes: 2, MaximumClasses: 2),
        SyntheticKind.Circles => new(500, Noise: 0.05, AnyNoise, Classes: 2, MaximumClasses: 10),
        SyntheticKind.Spirals => new(500, Noise: 0.03, AnyNoise, Classes: 2, MaximumClasses: 10),
        SyntheticKind.Blobs => new(500, Noise: 1, AnyNoise, Classes: 3, MaximumClasses: 100),
        SyntheticKind.And or SyntheticKind.Or or SyntheticKind.Xor => _truthTable,
        SyntheticKind.Sine => new(500, Noise: 0.1, AnyNoise, Classes: 0, MaximumClasses: 0),
        SyntheticKind.Polynomial => new(500, Noise: 0.3, AnyNoise, Classes: 0, MaximumClasses: 0),
        SyntheticKind.Step => new(500, Noise: 0.1, AnyNoise, Classes: 0, MaximumClasses: 0),
        SyntheticKind.Linear => new(500, Noise: 20, AnyNoise, Classes: 0, MaximumClasses: 0),
        _ => throw new EngineException(
            "SyntheticKindUnknown",
            $"There is no synthetic data set '{kind}'; choose one of {string.Join(", ", Enum.GetNames<SyntheticKind>())}."),
    };
}
