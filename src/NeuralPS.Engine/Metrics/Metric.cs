namespace NeuralPS.Engine.Metrics;

/// <summary>A figure of merit over a data set.</summary>
public abstract class Metric
{
    /// <summary>The name, which is also the column of records: <c>Accuracy</c>, <c>F1</c>, ...</summary>
    public abstract string Name { get; }

    /// <summary>True when larger is better.</summary>
    public abstract bool IsHigherBetter { get; }

    /// <summary>True when it is about classes, false when about numbers.</summary>
    public abstract bool IsClassification { get; }

    /// <summary>Starts counting.</summary>
    public abstract MetricAccumulator CreateAccumulator();

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Counts what a metric needs, sample by sample, in double precision.</summary>
public abstract class MetricAccumulator
{
    /// <summary>Counts one sample.</summary>
    /// <param name="output">The network's outputs: probabilities, logits or numbers.</param>
    /// <param name="target">The targets in the loss's encoding.</param>
    /// <param name="predictedClass">The class that the outputs say, or -1 for numbers.</param>
    /// <param name="trueClass">The class that the label says, or -1 for numbers.</param>
    public abstract void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass);

    /// <summary>The metric over all samples counted so far; NaN when it is not defined for them.</summary>
    public abstract double Result { get; }

    /// <summary>What was counted so far, as numbers: for a training that is interrupted within an epoch.</summary>
    public abstract double[] Save();

    /// <summary>Takes up what <see cref="Save"/> gave, exactly.</summary>
    /// <exception cref="FileFormatException"><c>MetricState</c>: it is not what this metric saves.</exception>
    public abstract void Restore(ReadOnlySpan<double> saved);

    /// <summary>The error of numbers that are no state of this metric.</summary>
    private protected static FileFormatException NotSaved() => new(
        "MetricState", "the sums of a metric in an interrupted epoch do not fit the metric; the file is damaged");
}
