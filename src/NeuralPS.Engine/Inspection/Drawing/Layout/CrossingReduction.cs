namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>
/// Orders the nodes of each rank so that few edges cross: sweeps down and up, each of which sorts a rank by the mean position of the
/// neighbours in the rank before (Sugiyama's barycentre), and keeps the best order met.
/// </summary>
internal static class CrossingReduction
{
    private const int Sweeps = 12;

    /// <summary>Orders the nodes of each rank in place. Ties keep their order.</summary>
    public static void Order(List<LayoutNode>[] ranks)
    {
        long best = Renumber(ranks);
        LayoutNode[][] bestOrder = [.. ranks.Select(rank => rank.ToArray())];
        for (int sweep = 0; sweep < Sweeps && best > 0; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            for (int i = 1; i < ranks.Length; i++)
            {
                SortRank(ranks[isDown ? i : ranks.Length - 1 - i], isDown);
            }

            long crossings = Renumber(ranks);
            if (crossings < best)
            {
                best = crossings;
                bestOrder = [.. ranks.Select(rank => rank.ToArray())];
            }
        }

        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i].Clear();
            ranks[i].AddRange(bestOrder[i]);
        }

        Renumber(ranks);
    }

    private static void SortRank(List<LayoutNode> rank, bool isDown)
    {
        double[] keys = [.. rank.Select(node => Barycentre(node, isDown))];
        LayoutNode[] sorted = [.. rank.Select((node, index) => (node, key: keys[index])).OrderBy(pair => pair.key).Select(pair => pair.node)];
        rank.Clear();
        rank.AddRange(sorted);
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i].Order = i;
        }
    }

    private static double Barycentre(LayoutNode node, bool isDown)
    {
        List<LayoutLink> links = isDown ? node.Above : node.Below;
        return links.Count == 0 ? node.Order : links.Average(link => (double)(isDown ? link.Upper : link.Lower).Order);
    }

    // Writes the positions down, and counts the crossings.
    private static long Renumber(List<LayoutNode>[] ranks)
    {
        foreach (List<LayoutNode> rank in ranks)
        {
            for (int i = 0; i < rank.Count; i++)
            {
                rank[i].Order = i;
            }
        }

        return ranks.Sum(CountCrossings);
    }

    /// <summary>How many pairs of links to the next rank cross: inversions of the lower ends when the upper ones are in order.</summary>
    internal static long CountCrossings(List<LayoutNode> rank)
    {
        int[] ends =
        [
            .. rank.SelectMany(node => node.Below).OrderBy(link => link.Upper.Order).ThenBy(link => link.Lower.Order)
                .Select(link => link.Lower.Order),
        ];
        if (ends.Length < 2)
        {
            return 0;
        }

        // A Fenwick tree of the ends met so far.
        int[] tree = new int[ends.Max() + 2];
        long crossings = 0;
        for (int met = 0; met < ends.Length; met++)
        {
            int notGreater = 0;
            for (int i = ends[met] + 1; i > 0; i -= i & -i)
            {
                notGreater += tree[i];
            }

            crossings += met - notGreater;
            for (int i = ends[met] + 1; i < tree.Length; i += i & -i)
            {
                tree[i]++;
            }
        }

        return crossings;
    }
}
