namespace NeuralPS.Benchmarks;

/// <summary>What is made of repeated measurements.</summary>
internal static class Statistics
{
    /// <summary>The median; NaN of nothing.</summary>
    public static double GetMedian(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
