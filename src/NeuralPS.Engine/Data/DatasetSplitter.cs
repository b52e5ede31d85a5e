using System.Collections.Immutable;
using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Data;

/// <summary>Splits data sets into parts: every row goes into exactly one.</summary>
public static class DatasetSplitter
{
    /// <summary>Splits by fractions.</summary>
    /// <param name="dataset">The data set; the parts are views of it.</param>
    /// <param name="fractions">
    /// The fraction of each part, above 0. Where they sum to less than 1 the rest becomes one part more: 0.8 gives two parts.
    /// </param>
    /// <param name="stratify">True to keep the shares of the classes in each part; needs labels.</param>
    /// <param name="seed">The seed: the same gives the same parts.</param>
    /// <param name="shuffle">False to cut the rows in their order.</param>
    /// <exception cref="EngineException">The fractions are out of range, or there are no labels to stratify by.</exception>
    /// <exception cref="DataException">A part would be empty.</exception>
    public static ImmutableArray<Dataset> Split(
        Dataset dataset, IReadOnlyList<double> fractions, bool stratify = false, ulong seed = 0, bool shuffle = true)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        double[] parts = Complete(fractions);
        if (stratify && !dataset.HasLabels)
        {
            throw new EngineException(
                "StratifyNeedsLabels", $"Data set '{dataset.Name}' has no class labels to stratify by. Leave stratification out.");
        }

        var rows = new List<int>[parts.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            rows[part] = [];
        }

        int group = 0;
        foreach (int[] members in Group(dataset, stratify))
        {
            if (shuffle)
            {
                new RandomStream(seed, RandomPurpose.Split, group).Shuffle(members);
            }

            Deal(members, parts, rows);
            group++;
        }

        var result = ImmutableArray.CreateBuilder<Dataset>(parts.Length);
        for (int part = 0; part < parts.Length; part++)
        {
            if (rows[part].Count == 0)
            {
                throw new DataException(
                    "EmptyPart",
                    $"Part {part + 1} (fraction {parts[part]:0.####}) of data set '{dataset.Name}' with {dataset.Count} rows would be empty. "
                    + "Use a larger fraction, or more data.");
            }

            rows[part].Sort();
            result.Add(dataset.Select([.. rows[part]]));
        }

        return result.MoveToImmutable();
    }

    private static double[] Complete(IReadOnlyList<double> fractions)
    {
        double sum = fractions.Sum();
        if (fractions.Count == 0 || fractions.Any(fraction => !(fraction > 0)) || !(sum <= 1 + 1e-9) || (fractions.Count == 1 && sum >= 1))
        {
            throw new EngineException(
                "FractionOutOfRange",
                $"The fractions {string.Join(", ", fractions)} do not work: each must be above 0, and together at most 1; a single one below 1.");
        }

        return sum < 1 - 1e-9 ? [.. fractions, 1 - sum] : [.. fractions];
    }

    private static IEnumerable<int[]> Group(Dataset dataset, bool stratify)
    {
        IEnumerable<int> rows = Enumerable.Range(0, dataset.Count);
        if (!stratify)
        {
            return [[.. rows]];
        }

        int[] labels = dataset.Labels!.Value.ToArray();
        return rows.GroupBy(row => labels[row]).OrderBy(group => group.Key).Select(group => group.ToArray());
    }

    // Cuts at the rounded running sums, so that sizes differ from the fractions by less than one row.
    private static void Deal(int[] members, double[] parts, List<int>[] rows)
    {
        double end = 0;
        int taken = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            end += parts[part];
            int next = part == parts.Length - 1 ? members.Length : (int)Math.Round(end * members.Length);
            rows[part].AddRange(members[taken..next]);
            taken = next;
        }
    }
}
