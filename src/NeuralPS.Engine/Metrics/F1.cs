namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The harmonic mean of precision and recall, 2 right / (predicted + actual): of class 1 for two classes, the mean over the
/// classes for more (macro average). A class that is neither label nor prediction is left out.
/// </summary>
public sealed class F1 : Metric
{
    private F1()
    {
    }

    /// <summary>The one instance.</summary>
    public static F1 Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "F1";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() =>
        new ClassCounts((right, predicted, actual) => ClassCounts.Ratio(2.0 * right, predicted + actual));
}
