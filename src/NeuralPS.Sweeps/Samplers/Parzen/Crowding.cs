namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>The crowding distance of NSGA-II (Deb and others, 2002): how far the neighbours along each objective are apart.</summary>
internal static class Crowding
{
    /// <summary>The trials with the largest distance; those at the ends of an objective come first.</summary>
    public static IEnumerable<(int Place, double[] Losses)> SelectSparse(List<(int Place, double[] Losses)> level, int count)
    {
        double[] distances = GetDistances([.. level.Select(trial => trial.Losses)]);
        return Enumerable.Range(0, level.Count)
            .OrderByDescending(i => distances[i]).ThenBy(i => level[i].Place)
            .Take(count).Order().Select(i => level[i]);
    }

    /// <summary>The distances, in units of the range of each objective; infinite at its ends.</summary>
    internal static double[] GetDistances(double[][] losses)
    {
        double[] distances = new double[losses.Length];
        for (int m = 0; m < losses[0].Length; m++)
        {
            int[] order = [.. Enumerable.Range(0, losses.Length).OrderBy(i => losses[i][m])];
            double range = losses[order[^1]][m] - losses[order[0]][m];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            if (!(range > 0) || !double.IsFinite(range))
            {
                continue;
            }

            for (int i = 1; i < order.Length - 1; i++)
            {
                distances[order[i]] += (losses[order[i + 1]][m] - losses[order[i - 1]][m]) / range;
            }
        }

        return distances;
    }
}
