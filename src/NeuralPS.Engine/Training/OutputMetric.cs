using NeuralPS.Engine.Metrics;

namespace NeuralPS.Engine.Training;

/// <summary>A metric of one of several outputs, whose name stands before it: <c>digit_Accuracy</c>.</summary>
/// <param name="metric">The metric.</param>
/// <param name="output">The name of the output.</param>
/// <param name="part">The number of the output.</param>
internal sealed class OutputMetric(Metric metric, string output, int part) : Metric
{
    /// <summary>The number of the output.</summary>
    public int Part { get; } = part;

    /// <inheritdoc/>
    public override string Name => $"{output}_{metric.Name}";

    /// <inheritdoc/>
    public override bool IsHigherBetter => metric.IsHigherBetter;

    /// <inheritdoc/>
    public override bool IsClassification => metric.IsClassification;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => metric.CreateAccumulator();
}
