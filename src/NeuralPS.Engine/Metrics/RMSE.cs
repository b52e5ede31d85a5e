namespace NeuralPS.Engine.Metrics;

/// <summary>The root of the mean squared error over all samples and outputs, in the units of the targets.</summary>
public sealed class RMSE : Metric
{
    private RMSE()
    {
    }

    /// <summary>The one instance.</summary>
    public static RMSE Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "RMSE";

    /// <inheritdoc/>
    public override bool IsHigherBetter => false;

    /// <inheritdoc/>
    public override bool IsClassification => false;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => new Accumulator();

    private sealed class Accumulator : MetricAccumulator
    {
        private double _sum;
        private long _count;

        public override double Result => Math.Sqrt(_sum / _count);

        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            for (int i = 0; i < output.Length; i++)
            {
                double difference = (double)output[i] - target[i];
                _sum += difference * difference;
            }

            _count += output.Length;
        }

        public override double[] Save() => [_sum, _count];

        public override void Restore(ReadOnlySpan<double> saved) =>
            (_sum, _count) = saved.Length == 2 ? (saved[0], (long)saved[1]) : throw NotSaved();
    }
}
