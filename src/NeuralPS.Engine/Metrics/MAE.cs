namespace NeuralPS.Engine.Metrics;

/// <summary>The mean absolute error over all samples and outputs, in the units of the targets.</summary>
public sealed class MAE : Metric
{
    private MAE()
    {
    }

    /// <summary>The one instance.</summary>
    public static MAE Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "MAE";

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

        public override double Result => _sum / _count;

        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            for (int i = 0; i < output.Length; i++)
            {
                _sum += Math.Abs((double)output[i] - target[i]);
            }

            _count += output.Length;
        }

        public override double[] Save() => [_sum, _count];

        public override void Restore(ReadOnlySpan<double> saved) =>
            (_sum, _count) = saved.Length == 2 ? (saved[0], (long)saved[1]) : throw NotSaved();
    }
}
