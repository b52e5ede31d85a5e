namespace NeuralPS.Engine.Metrics;

/// <summary>
/// Counts per class how often it was right, predicted and true; the common part of precision, recall and F1. One or two
/// outputs are two classes, of which class 1 is the positive one; more outputs are as many classes.
/// </summary>
internal sealed class ClassCounts(Func<long, long, long, double> figure) : MetricAccumulator
{
    private long[] _right = [];
    private long[] _predicted = [];
    private long[] _actual = [];
    private int _outputs;

    /// <summary>
    /// The figure of class 1 for two classes; for more, the mean over the classes that occur as labels or predictions.
    /// </summary>
    public override double Result
    {
        get
        {
            if (_actual.Sum() == 0)
            {
                return double.NaN;
            }

            if (_outputs <= 2)
            {
                return figure(_right[1], _predicted[1], _actual[1]);
            }

            double sum = 0;
            int present = 0;
            for (int c = 0; c < _actual.Length; c++)
            {
                if (_predicted[c] + _actual[c] > 0)
                {
                    sum += figure(_right[c], _predicted[c], _actual[c]);
                    present++;
                }
            }

            return sum / present;
        }
    }

    /// <summary>part / whole; 0 for nothing of nothing, as elsewhere.</summary>
    public static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
    {
        if (trueClass < 0 || predictedClass < 0)
        {
            return;
        }

        _outputs = output.Length;
        int classes = Math.Max(Math.Max(2, output.Length), Math.Max(predictedClass, trueClass) + 1);
        if (classes > _actual.Length)
        {
            Array.Resize(ref _right, classes);
            Array.Resize(ref _predicted, classes);
            Array.Resize(ref _actual, classes);
        }

        _actual[trueClass]++;
        _predicted[predictedClass]++;
        _right[trueClass] += predictedClass == trueClass ? 1 : 0;
    }

    /// <inheritdoc/>
    public override double[] Save() =>
        [_outputs, .. _right.Select(n => (double)n), .. _predicted.Select(n => (double)n), .. _actual.Select(n => (double)n)];

    /// <inheritdoc/>
    public override void Restore(ReadOnlySpan<double> saved)
    {
        int classes = (saved.Length - 1) / 3;
        if (saved.Length != 1 + (3 * classes))
        {
            throw NotSaved();
        }

        long[] counts = [.. saved[1..].ToArray().Select(n => (long)n)];
        _outputs = (int)saved[0];
        _right = counts[..classes];
        _predicted = counts[classes..(2 * classes)];
        _actual = counts[(2 * classes)..];
    }
}
