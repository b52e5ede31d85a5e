namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>The volume between points and a reference point that is worse than all (While, Bradstreet and Barone's WFG, 2012).</summary>
internal static class Hypervolume
{
    // Beyond, the exact volume may take longer than a trial.
    private const int MaximumObjectives = 4;
    private const double Floor = 1e-12;

    /// <summary>Weights from 0 to 1 by the volume that each point alone dominates; equal ones with more than 4 objectives.</summary>
    public static double[] GetWeights(double[][] points)
    {
        double[] weights = new double[points.Length];
        Array.Fill(weights, 1);
        if (points.Length < 2 || points[0].Length > MaximumObjectives || points.Any(point => point.Any(value => !double.IsFinite(value))))
        {
            return weights;
        }

        double[] reference = new double[points[0].Length];
        for (int m = 0; m < reference.Length; m++)
        {
            // As far behind the worst point as MOTPE has it.
            double worst = points.Max(point => point[m]);
            reference[m] = Math.Max(1.1 * worst, 0.9 * worst);
            reference[m] = reference[m] == 0 ? Floor : reference[m];
        }

        double best = 0;
        for (int i = 0; i < points.Length; i++)
        {
            weights[i] = GetExclusive(points[i], [.. points.Where((_, j) => j != i)], reference) + Floor;
            best = Math.Max(best, weights[i]);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= best;
        }

        return weights;
    }

    /// <summary>The volume that the points dominate together.</summary>
    public static double Compute(IReadOnlyList<double[]> points, double[] reference)
    {
        double sum = 0;
        for (int i = 0; i < points.Count; i++)
        {
            sum += GetExclusive(points[i], [.. points.Skip(i + 1)], reference);
        }

        return sum;
    }

    private static double GetExclusive(double[] point, double[][] others, double[] reference)
    {
        double volume = 1;
        for (int m = 0; m < point.Length; m++)
        {
            volume *= reference[m] - point[m];
        }

        // The part of each other point's box that lies in this one's; only what no further one covers.
        List<double[]> limited = [];
        foreach (double[] other in others)
        {
            double[] corner = [.. other.Select((value, m) => Math.Max(value, point[m]))];
            if (!limited.Exists(known => ParetoLevels.Dominates(known, corner) || known.AsSpan().SequenceEqual(corner)))
            {
                limited.RemoveAll(known => ParetoLevels.Dominates(corner, known));
                limited.Add(corner);
            }
        }

        return limited.Count == 0 ? volume : volume - Compute(limited, reference);
    }
}
