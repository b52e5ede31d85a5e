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
        for (int i = 0; i < rows.Count; i++)
        {
            rows.CopyRow(i, row);
            for (int start = 0; start < row.Length; start += Mean.Length)
            {
                for (int j = 0; j < Mean.Length; j++)
                {
                    float value = row[start + j];
                    Minimum[j] = Math.Min(Minimum[j], value);
                    Maximum[j] = Math.Max(Maximum[j], value);
                    Mean[j] += value;
                }
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
        for (int i = 0; i < rows.Count; i++)
        {
            rows.CopyRow(i, row);
            for (int start = 0; start < row.Length; start += Mean.Length)
            {
                for (int j = 0; j < Mean.Length; j++)
                {
                    double difference = row[start + j] - Mean[j];
                    Deviation[j] += difference * difference;
                }
            }
        }

        for (int j = 0; j < Mean.Length; j++)
        {
            // Rounding must not make a constant feature vary by 1e-17, which dividing would blow up.
            Deviation[j] = Minimum[j] == Maximum[j] ? 0 : Math.Sqrt(Deviation[j] / samples);
        }
    }
}
