namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The share of a class's samples that are found: of class 1 for two classes, the mean over the classes for more (macro
/// average). A class without samples that is predicted counts 0; one that is neither label nor prediction is left out.
/// </summary>
public sealed class Recall : Metric
{
    private Recall()
    {
    }

    /// <summary>The one instance.</summary>
    public static Recall Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Recall";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() =>
        new ClassCounts((right, _, actual) => ClassCounts.Ratio(right, actual));
}
