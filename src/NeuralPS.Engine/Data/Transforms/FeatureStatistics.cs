using System.Numerics.Tensors;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Minimum, maximum, mean and standard deviation (of the population) of features; sums are double.</summary>
internal sealed class FeatureStatistics
{
    private FeatureStatistics(int length)
    {
        Minimum = new float[length];
        Maximum = new float[length];
        Mean = new double[length];
        Deviation = new double[length];
        Array.Fill(Minimum, float.PositiveInfinity);
        Array.Fill(Maximum, float.NegativeInfinity);
    }

    /// <summary>The smallest value of each feature.</summary>
    public float[] Minimum { get; }

    /// <summary>The largest value of each feature.</summary>
    public float[] Maximum { get; }

    /// <summary>The mean of each feature.</summary>
    public double[] Mean { get; }

    /// <summary>The standard deviation of each feature; exactly 0 for one that never changes.</summary>
    public double[] Deviation { get; }

    /// <summary>Measures all rows of <paramref name="rows"/>.</summary>
    public static FeatureStatistics Measure(RowStore rows, StatisticsScope scope)
    {
        Shape shape = rows.RowShape;
        int period = scope switch
        {
            StatisticsScope.All => 1,
            StatisticsScope.Feature => shape.Length,
            StatisticsScope.Channel => shape[shape.Rank - 1],
            _ => shape.IsImage ? shape[2] : shape.Length,
        };
        var statistics = new FeatureStatistics(period);
        double samples = (double)rows.Count * shape.Length / period;
        statistics.MeasureRange(rows, samples);
        statistics.MeasureDeviation(rows, samples);
        return statistics;
    }

    private void MeasureRange(RowStore rows, double samples)
    {
        float[] row = new float[rows.RowShape.Length];
        using var scan = new RowScan(rows);
        for (int i = 0; i < rows.Count; i++)
        {
            scan.CopyRow(i, row);
            if (Mean.Length == 1)
            {
                Minimum[0] = Math.Min(Minimum[0], TensorPrimitives.Min<float>(row));
                Maximum[0] = Math.Max(Maximum[0], TensorPrimitives.Max<float>(row));
                Mean[0] += Sum(row);
                continue;
            }

            for (int start = 0; start < row.Length; start += Mean.Length)
            {
                ReadOnlySpan<float> values = row.AsSpan(start, Mean.Length);
                TensorPrimitives.Min(Minimum, values, Minimum);
                TensorPrimitives.Max(Maximum, values, Maximum);
                Add(Mean, values);
            }
        }

        for (int j = 0; j < Mean.Length; j++)
        {
            Mean[j] /= samples;
        }
    }

    // A second pass, since the difference of large sums would lose what matters when the mean is large beside the deviation.
    private void MeasureDeviation(RowStore rows, double samples)
    {
        float[] row = new float[rows.RowShape.Length];
        using var scan = new RowScan(rows);
        for (int i = 0; i < rows.Count; i++)
        {
            scan.CopyRow(i, row);
            if (Mean.Length == 1)
            {
                Deviation[0] += SumSquares(row, Mean[0]);
                continue;
            }

            for (int start = 0; start < row.Length; start += Mean.Length)
            {
                AddSquares(Deviation, row.AsSpan(start, Mean.Length), Mean);
            }
        }

        for (int j = 0; j < Mean.Length; j++)
        {
            // Rounding must not make a constant feature vary by 1e-17, which dividing would blow up.
            Deviation[j] = Minimum[j] == Maximum[j] ? 0 : Math.Sqrt(Deviation[j] / samples);
        }
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static double SumSquares(ReadOnlySpan<float> values, double mean)
    {
        double sum = 0;
        foreach (float value in values)
        {
            double difference = value - mean;
            sum += difference * difference;
        }

        return sum;
    }

    private static void Add(Span<double> sums, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length && i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    private static void AddSquares(Span<double> sums, ReadOnlySpan<float> values, ReadOnlySpan<double> means)
    {
        for (int i = 0; i < values.Length && i < sums.Length && i < means.Length; i++)
        {
            double difference = values[i] - means[i];
            sums[i] += difference * difference;
        }
    }
}
