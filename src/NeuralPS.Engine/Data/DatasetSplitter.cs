using System.Collections.Immutable;
using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Data;

/// <summary>Splits a data set into parts: every row goes into exactly one of them.</summary>
public static class DatasetSplitter
{
    // Fractions such as 0.7 + 0.2 + 0.1 miss 1 by rounding.
    private const double Tolerance = 1e-6;

    /// <summary>Splits by fractions.</summary>
    /// <param name="dataset">What to split; the parts are views of it.</param>
    /// <param name="fractions">
    /// The share of each part, above 0, together at most 1. What they leave makes one more part: 0.8 gives two parts, of 80 and of 20
    /// percent; 0.8, 0.1, 0.1 gives three.
    /// </param>
    /// <param name="stratify">True to give each part its share of each class; needs labels.</param>
    /// <param name="seed">The seed: the same gives the same parts.</param>
    /// <param name="shuffle">False to leave the rows in their order: the first part has the first rows (of each class).</param>
    /// <returns>
    /// The parts in the order of the fractions. None is empty: a part whose share is below one row gets one. The rows of a part are in random
    /// order; in data sets of more than 2^28 values they are in their own, in which they come faster from a file.
    /// </returns>
    /// <exception cref="DataException">
    /// The fractions are out of range (FractionOutOfRange), there are fewer rows than parts (EmptyPart), or there are no labels to
    /// stratify by (StratifyNeedsLabels).
    /// </exception>
    public static ImmutableArray<Dataset> Split(
        Dataset dataset, IReadOnlyList<double> fractions, bool stratify = false, ulong seed = 0, bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(fractions);
        double[] shares = CompleteShares(fractions);
        if (dataset.Count < shares.Length)
        {
            throw new DataException(
                "EmptyPart",
                $"Data set '{dataset.Name}' has {dataset.Count} rows, too few for {shares.Length} parts; "
                + "give more rows or fewer fractions.");
        }

        ClassLabels? strata = stratify ? GetLabels(dataset) : null;
        int[][] quotas = ComputeQuotas(strata, dataset.Count, shares);
        int[][] parts = [.. shares.Select((_, part) => new int[quotas.Sum(quota => quota[part])])];
        bool isLarge = RowGroups.AreIn(dataset.Count, dataset.InputShape.Length);
        if (shuffle && isLarge)
        {
            Draw(parts, quotas, strata, dataset.Count, new RandomStream(seed, RandomPurpose.Split));
        }
        else
        {
            Deal(parts, quotas, strata, dataset.Count, shuffle ? new RandomStream(seed, RandomPurpose.Split) : null);
        }

        return [.. parts.Select(rows => dataset.SelectOwn(rows))];
    }

    // Rows in random order, or as they lie: the first ones are of the first part.
    private static void Deal(int[][] parts, int[][] quotas, ClassLabels? strata, int count, RandomStream? random)
    {
        int[]? order = random is null ? null : [.. Enumerable.Range(0, count)];
        random?.Shuffle(order);
        int[] filled = new int[parts.Length];
        for (int i = 0; i < count; i++)
        {
            int row = order is null ? i : order[i];
            int[] quota = quotas[strata is null ? 0 : strata[row]];
            int part = Array.FindIndex(quota, static left => left > 0);
            quota[part]--;
            parts[part][filled[part]++] = row;
        }
    }

    // Rows as they lie, each of a part drawn by what the parts still lack: every choice is as likely as with rows in random order, but
    // those of a part stay in the order of their file, in which it is read a hundred times as fast (Knuth, The Art of Computer
    // Programming 2, 3.4.2, algorithm S).
    private static void Draw(int[][] parts, int[][] quotas, ClassLabels? strata, int count, RandomStream random)
    {
        int[] left = [.. quotas.Select(quota => quota.Sum())];
        int[] filled = new int[parts.Length];
        for (int row = 0; row < count; row++)
        {
            int stratum = strata is null ? 0 : strata[row];
            int[] quota = quotas[stratum];
            int drawn = random.GetInteger(row, left[stratum]--);
            int part = 0;
            for (; drawn >= quota[part]; part++)
            {
                drawn -= quota[part];
            }

            quota[part]--;
            parts[part][filled[part]++] = row;
        }
    }

    private static double[] CompleteShares(IReadOnlyList<double> fractions)
    {
        double sum = fractions.Sum();
        bool isSingleWhole = fractions.Count == 1 && sum > 1 - Tolerance;
        if (fractions.Count == 0 || fractions.Any(fraction => !(fraction > 0)) || !(sum <= 1 + Tolerance) || isSingleWhole)
        {
            throw new DataException(
                "FractionOutOfRange",
                $"The fractions {string.Join(", ", fractions)} do not work: each must be above 0, and together at most 1; "
                + "a single one below 1.");
        }

        return sum > 1 - Tolerance ? [.. fractions] : [.. fractions, 1 - sum];
    }

    private static ClassLabels GetLabels(Dataset dataset) =>
        dataset.Labels ?? throw new DataException(
            "StratifyNeedsLabels", $"Data set '{dataset.Name}' has no class labels to stratify by; leave stratification out.");

    // Each stratum is shared out in whole rows; the ones left over go to the parts that are furthest behind their share, summed over all
    // strata so far. So each part has its share of the whole to within one row, too.
    private static int[][] ComputeQuotas(ClassLabels? strata, int count, double[] shares)
    {
        int[] sizes = strata is null ? [count] : new int[strata.Max() + 1];
        foreach (int stratum in strata ?? Enumerable.Empty<int>())
        {
            sizes[stratum]++;
        }

        double[] behind = new double[shares.Length];
        int[][] quotas = [.. sizes.Select(size => ShareOut(size, shares, behind))];
        FillEmptyParts(quotas, shares.Length);
        return quotas;
    }

    private static int[] ShareOut(int size, double[] shares, double[] behind)
    {
        int[] quota = new int[shares.Length];
        int left = size;
        for (int part = 0; part < quota.Length; part++)
        {
            // 0.29 * 100 is 28.999999999999996: what rounding took away is given back before the floor.
            double ideal = size * shares[part];
            quota[part] = Math.Min(left, (int)Math.Floor(ideal + Tolerance));
            behind[part] += ideal - quota[part];
            left -= quota[part];
        }

        for (; left > 0; left--)
        {
            int part = 0;
            for (int i = 1; i < behind.Length; i++)
            {
                part = behind[i] > behind[part] + Tolerance ? i : part;
            }

            quota[part]++;
            behind[part]--;
        }

        return quota;
    }

    // A part whose share is below one row gets one from the largest part.
    private static void FillEmptyParts(int[][] quotas, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            if (quotas.Sum(quota => quota[part]) > 0)
            {
                continue;
            }

            int largest = Enumerable.Range(0, parts).MaxBy(other => quotas.Sum(quota => quota[other]));
            int[] donor = quotas.MaxBy(quota => quota[largest])!;
            donor[largest]--;
            donor[part]++;
        }
    }
}
