namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The coefficient of determination, 1 - sum (y - yhat)^2 / sum (y - mean y)^2: 1 for perfect predictions, 0 for always saying
/// the mean, below 0 for worse. With several outputs, the mean of theirs; outputs whose targets are all equal have none and are
/// left out; NaN when none remains.
/// </summary>
public sealed class R2 : Metric
{
    private R2()
    {
    }

    /// <summary>The one instance.</summary>
    public static R2 Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "R2";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => false;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => new Accumulator();

    private sealed class Accumulator : MetricAccumulator
    {
        private double[] _means = [];
        private double[] _variations = [];
        private double[] _errors = [];
        private long _count;

        public override double Result
        {
            get
            {
                double sum = 0;
                int defined = 0;
                for (int i = 0; i < _means.Length; i++)
                {
                    if (_variations[i] != 0)
                    {
                        sum += 1 - (_errors[i] / _variations[i]);
                        defined++;
                    }
                }

                return sum / defined;
            }
        }

        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            if (output.Length > _means.Length)
            {
                Array.Resize(ref _means, output.Length);
                Array.Resize(ref _variations, output.Length);
                Array.Resize(ref _errors, output.Length);
            }

            _count++;
            for (int i = 0; i < output.Length; i++)
            {
                // Welford's update: sums of squares of far-off targets would cancel.
                double delta = target[i] - _means[i];
                _means[i] += delta / _count;
                _variations[i] += delta * (target[i] - _means[i]);
                double error = (double)target[i] - output[i];
                _errors[i] += error * error;
            }
        }

        public override double[] Save() => [_count, .. _means, .. _variations, .. _errors];

        public override void Restore(ReadOnlySpan<double> saved)
        {
            int outputs = (saved.Length - 1) / 3;
            if (saved.Length != 1 + (3 * outputs))
            {
                throw NotSaved();
            }

            _count = (long)saved[0];
            _means = saved.Slice(1, outputs).ToArray();
            _variations = saved.Slice(1 + outputs, outputs).ToArray();
            _errors = saved.Slice(1 + (2 * outputs), outputs).ToArray();
        }
    }
}
