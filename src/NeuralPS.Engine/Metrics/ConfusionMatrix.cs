using System.Globalization;

namespace NeuralPS.Engine.Metrics;

/// <summary>How often samples of each class (rows) were predicted to be of each class (columns).</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>Creates a matrix of zeros.</summary>
    /// <param name="classCount">The number of classes, at least 2.</param>
    /// <exception cref="EngineException"><c>ClassCountOutOfRange</c>: fewer than 2 classes or more than 10,000.</exception>
    public ConfusionMatrix(int classCount)
    {
        if (classCount is < 2 or > 10_000)
        {
            throw new EngineException(
                "ClassCountOutOfRange",
                $"A confusion matrix of {classCount.ToString(CultureInfo.InvariantCulture)} classes is not possible; it takes 2 to 10000.");
        }

        ClassCount = classCount;
        _counts = new long[classCount * classCount];
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>All samples counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>The samples on the diagonal.</summary>
    public long CorrectCount => Enumerable.Range(0, ClassCount).Sum(c => this[c, c]);

    /// <summary>The share of samples on the diagonal; NaN without samples.</summary>
    public double Accuracy => (double)CorrectCount / Total;

    /// <summary>Samples of class <paramref name="actual"/> that were predicted to be of class <paramref name="predicted"/>.</summary>
    /// <exception cref="EngineException"><c>ClassOutOfRange</c>.</exception>
    public long this[int actual, int predicted] => _counts[IndexOf(actual, predicted)];

    /// <summary>Counts one sample.</summary>
    /// <param name="actual">The class of the label, from 0.</param>
    /// <param name="predicted">The class of the prediction, from 0.</param>
    /// <exception cref="EngineException"><c>ClassOutOfRange</c>.</exception>
    public void Add(int actual, int predicted) => _counts[IndexOf(actual, predicted)]++;

    /// <summary>The samples whose label is <paramref name="class"/>.</summary>
    public long GetSupport(int @class)
    {
        long sum = 0;
        for (int predicted = 0; predicted < ClassCount; predicted++)
        {
            sum += this[@class, predicted];
        }

        return sum;
    }

    /// <summary>The samples predicted to be of <paramref name="class"/>.</summary>
    public long GetPredictedCount(int @class)
    {
        long sum = 0;
        for (int actual = 0; actual < ClassCount; actual++)
        {
            sum += this[actual, @class];
        }

        return sum;
    }

    /// <summary>The share of the predictions of <paramref name="class"/> that are right; 0 when it is never predicted.</summary>
    public double GetPrecision(int @class) => ClassCounts.Ratio(this[@class, @class], GetPredictedCount(@class));

    /// <summary>The share of the samples of <paramref name="class"/> that are found; 0 when there is none.</summary>
    public double GetRecall(int @class) => ClassCounts.Ratio(this[@class, @class], GetSupport(@class));

    /// <summary>The harmonic mean of precision and recall of <paramref name="class"/>; 0 when both are.</summary>
    public double GetF1(int @class) => ClassCounts.Ratio(2.0 * this[@class, @class], GetPredictedCount(@class) + GetSupport(@class));

    private int IndexOf(int actual, int predicted)
    {
        if ((uint)actual >= (uint)ClassCount || (uint)predicted >= (uint)ClassCount)
        {
            throw new EngineException(
                "ClassOutOfRange",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Actual class {actual} and predicted class {predicted} do not fit a matrix of {ClassCount} classes, 0 to {ClassCount - 1}."));
        }

        return (actual * ClassCount) + predicted;
    }
}
