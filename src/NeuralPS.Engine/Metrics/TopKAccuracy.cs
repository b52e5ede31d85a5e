using System.Globalization;

namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The share of samples whose true class is among the k classes with the largest outputs, in [0, 1]. Of equal outputs the
/// class with the lower index comes first. One output stands for two classes, so that k of 2 or more is always right.
/// </summary>
public sealed class TopKAccuracy : Metric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many guesses count, at least 1.</param>
    /// <exception cref="EngineException">k is less than 1.</exception>
    public TopKAccuracy(int k = 5)
    {
        K = k >= 1 ? k : throw new EngineException(
            "TopKOutOfRange", $"The k of a top-k accuracy is {k.ToString(CultureInfo.InvariantCulture)}; it must be at least 1.");
    }

    /// <summary>The metric with k = 5.</summary>
    public static TopKAccuracy Instance { get; } = new();

    /// <summary>How many guesses count.</summary>
    public int K { get; }

    /// <summary>For instance <c>Top5Accuracy</c>.</summary>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"Top{K}Accuracy");

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => new Accumulator(K);

    private sealed class Accumulator(int k) : MetricAccumulator
    {
        private long _right;
        private long _count;

        public override double Result => (double)_right / _count;

        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            bool isRight = output.Length == 1 ? k > 1 || predictedClass == trueClass
                : (uint)trueClass < (uint)output.Length && RankOf(trueClass, output) < k;
            _right += isRight ? 1 : 0;
            _count++;
        }

        public override double[] Save() => [_right, _count];

        public override void Restore(ReadOnlySpan<double> saved) =>
            (_right, _count) = saved.Length == 2 ? ((long)saved[0], (long)saved[1]) : throw NotSaved();

        // Negated comparisons, so that NaN never counts as a good rank.
        private static int RankOf(int index, ReadOnlySpan<float> output)
        {
            float own = output[index];
            int rank = 0;
            for (int i = 0; i < index; i++)
            {
                rank += output[i] < own ? 0 : 1;
            }

            for (int i = index + 1; i < output.Length; i++)
            {
                rank += output[i] <= own ? 0 : 1;
            }

            return rank;
        }
    }
}
