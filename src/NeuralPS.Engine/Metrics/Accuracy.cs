using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Metrics;

/// <summary>The share of samples whose predicted class is the true one, in [0, 1].</summary>
public sealed class Accuracy : Metric
{
    private Accuracy()
    {
    }

    /// <summary>The one instance.</summary>
    public static Accuracy Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Accuracy";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => new Accumulator();

    private sealed class Accumulator : MetricAccumulator
    {
        private long _right;
        private long _count;

        public override double Result => (double)_right / _count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            _right += predictedClass == trueClass ? 1 : 0;
            _count++;
        }

        public override double[] Save() => [_right, _count];

        public override void Restore(ReadOnlySpan<double> saved) =>
            (_right, _count) = saved.Length == 2 ? ((long)saved[0], (long)saved[1]) : throw NotSaved();
    }
}
