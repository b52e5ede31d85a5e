namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The share of a class's predictions that are right: of class 1 for two classes, the mean over the classes for more (macro
/// average). A class that is never predicted counts 0; one that is neither label nor prediction is left out.
/// </summary>
public sealed class Precision : Metric
{
    private Precision()
    {
    }

    /// <summary>The one instance.</summary>
    public static Precision Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Precision";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() =>
        new ClassCounts((right, predicted, _) => ClassCounts.Ratio(right, predicted));
}
