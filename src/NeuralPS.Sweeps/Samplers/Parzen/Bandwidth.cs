namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// How wide kernels are: by Scott's rule, n^(-1/(d + 4)), times the spread of the trials. Choices have instead the probability that a
/// kernel gives to a choice at random.
/// </summary>
internal static class Bandwidth
{
    private const double Least = 0.01;

    // The spread of all others together, in units of the range: they are everywhere.
    private const double SpreadOfOthers = 0.2;

    /// <summary>
    /// The good trials' own spread, so that the search closes in as they do; one more trial, spread evenly over the range, keeps it from
    /// closing in on the first few.
    /// </summary>
    public static double[] OfGood(Axis[] axes, double[][] points)
    {
        double[] spreads = new double[axes.Length];
        for (int d = 0; d < spreads.Length; d++)
        {
            double mean = 0;
            foreach (double[] point in points)
            {
                mean += point[d] / points.Length;
            }

            double sum = 1.0 / 12;
            foreach (double[] point in points)
            {
                sum += (point[d] - mean) * (point[d] - mean);
            }

            spreads[d] = Math.Sqrt(sum / (points.Length + 1));
        }

        return Scale(axes, points.Length, spreads);
    }

    /// <summary>The same spread along every parameter.</summary>
    public static double[] OfOthers(Axis[] axes, int count)
    {
        double[] spreads = new double[axes.Length];
        Array.Fill(spreads, SpreadOfOthers);
        return Scale(axes, count, spreads);
    }

    private static double[] Scale(Axis[] axes, int count, double[] spreads)
    {
        double scott = Math.Pow(Math.Max(count, 1), -1.0 / (axes.Length + 4));
        double[] widths = new double[axes.Length];
        for (int d = 0; d < axes.Length; d++)
        {
            if (axes[d].ChoiceCount is int choices and > 0)
            {
                widths[d] = Math.Min(0.9, (double)choices / (count + choices));
                continue;
            }

            // Neighbours on a grid stay within one deviation: otherwise a few good trials would hold on to their value.
            double least = axes[d].IsGrid ? Math.Clamp(1.0 / axes[d].Domain.Count!.Value, Least, 0.5) : Least;
            widths[d] = Math.Clamp(spreads[d] * scott, least, 1);
        }

        return widths;
    }
}
