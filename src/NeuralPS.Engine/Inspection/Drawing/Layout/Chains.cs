namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>
/// Joins nodes of successive ranks to chains that are drawn straight down: the passages of an edge; and a layer with the one it
/// reads, where both have no better neighbour. Chains never cross each other, so "stands to the left of" orders them.
/// </summary>
internal static class Chains
{
    /// <summary>The chain of each node, as a number from 0.</summary>
    public static Dictionary<LayoutNode, int> Find(List<LayoutNode>[] ranks)
    {
        var next = new Dictionary<LayoutNode, LayoutNode>();
        for (int rank = 0; rank + 1 < ranks.Length; rank++)
        {
            foreach ((LayoutNode upper, LayoutNode lower) in Join(ranks[rank]))
            {
                next.Add(upper, lower);
            }
        }

        var chains = new Dictionary<LayoutNode, int>();
        int count = 0;
        foreach (LayoutNode node in ranks.SelectMany(rank => rank))
        {
            if (!chains.ContainsKey(node))
            {
                for (LayoutNode? member = node; member is not null; member = next.GetValueOrDefault(member))
                {
                    chains.Add(member, count);
                }

                count++;
            }
        }

        return chains;
    }

    // Passages first, then what is on the longest paths; what would cross a pair that is joined already stays apart.
    private static List<(LayoutNode Upper, LayoutNode Lower)> Join(List<LayoutNode> rank)
    {
        var joined = new List<(LayoutNode Upper, LayoutNode Lower)>();
        IEnumerable<LayoutLink> candidates = rank.SelectMany(node => node.Below)
            .Where(link => (link.Upper.IsPassage && link.Lower.IsPassage) || (Best(link.Upper.Below) == link && Best(link.Lower.Above) == link))
            .OrderBy(link => link.Upper.IsPassage && link.Lower.IsPassage ? 0 : 1)
            .ThenBy(link => link.Slack);
        foreach (LayoutLink link in candidates)
        {
            bool isFree = joined.TrueForAll(pair =>
                (pair.Upper.Order < link.Upper.Order && pair.Lower.Order < link.Lower.Order)
                || (pair.Upper.Order > link.Upper.Order && pair.Lower.Order > link.Lower.Order));
            if (isFree)
            {
                joined.Add((link.Upper, link.Lower));
            }
        }

        return joined;
    }

    // The link to be drawn straight: the one on the longest path. Between equals a node stands in the middle, and none is straight.
    private static LayoutLink? Best(List<LayoutLink> links)
    {
        if (links.Count is 0 or > 2)
        {
            return null;
        }

        int least = links.Min(link => link.Slack);
        LayoutLink? best = links.Find(link => link.Slack == least);
        return links.Count(link => link.Slack == least) == 1 ? best : null;
    }
}
