using System.Collections.Immutable;

namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>
/// Layered drawing of a graph, top to bottom (Sugiyama's method): ranks by the longest path, places where long edges pass the ranks
/// between, orders with few crossings, then coordinates. The same graph gives the same drawing.
/// </summary>
internal static class LayoutEngine
{
    private const double BoxGap = 28;
    private const double PassageGap = 18;
    private const double LeastRankGap = 30;
    private const double MostRankGap = 84;
    private const double PassageWidth = 4;
    private const double PortDistance = 22;

    /// <summary>Lays a graph out.</summary>
    /// <param name="sizes">The sizes of the boxes.</param>
    /// <param name="edges">From earlier nodes to later ones.</param>
    /// <param name="extraGap">More room above each node, for what is drawn around groups; null for none.</param>
    public static LayeredLayout Lay(IReadOnlyList<Size> sizes, IReadOnlyList<GraphEdge> edges, Func<int, double>? extraGap = null)
    {
        var ranking = new Ranking(sizes.Count, edges);
        LayoutNode[] nodes = [.. sizes.Select((size, index) => new LayoutNode(ranking.Ranks[index], size, isPassage: false))];
        List<LayoutLink>[] links = [.. edges.Select(edge => Link(nodes[edge.From], nodes[edge.To], ranking.Slack(edge)))];
        var ranks = new List<LayoutNode>[sizes.Count == 0 ? 0 : ranking.Ranks.Max() + 1];
        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i] = [];
        }

        var isPlaced = new HashSet<LayoutNode>();
        foreach (LayoutNode node in nodes)
        {
            AddInDepth(node, ranks, isPlaced);
        }

        CrossingReduction.Order(ranks);
        ColumnPlacement.Place(ranks, Distance);
        double left = nodes.Concat(links.SelectMany(list => list).Select(link => link.Lower)).Min(node => node.X - (node.Size.Width / 2));
        foreach (LayoutNode node in ranks.SelectMany(rank => rank))
        {
            node.X -= left;
        }

        double[] more = new double[ranks.Length];
        for (int i = 0; extraGap is not null && i < nodes.Length; i++)
        {
            more[nodes[i].Rank] = Math.Max(more[nodes[i].Rank], extraGap(i));
        }

        (double[] tops, double[] heights) = PlaceRanks(ranks, more);
        ImmutableArray<Box> boxes =
        [
            .. nodes.Select(node => new Box(
                node.X - (node.Size.Width / 2),
                tops[node.Rank] + ((heights[node.Rank] - node.Size.Height) / 2),
                node.Size.Width,
                node.Size.Height)),
        ];
        double right = ranks.SelectMany(rank => rank).Max(node => node.X + (node.Size.Width / 2));
        return new LayeredLayout(
            boxes,
            [.. links.Select((list, edge) => Route(list, boxes[edges[edge].From], boxes[edges[edge].To], tops, heights))],
            new Size(right, tops[^1] + heights[^1]));
    }

    // An edge as links from rank to rank, with passages between.
    private static List<LayoutLink> Link(LayoutNode from, LayoutNode to, int slack)
    {
        var links = new List<LayoutLink>();
        LayoutNode upper = from;
        for (int rank = from.Rank + 1; rank <= to.Rank; rank++)
        {
            LayoutNode lower = rank == to.Rank ? to : new LayoutNode(rank, new Size(PassageWidth, 0), isPassage: true);
            var link = new LayoutLink(upper, lower, slack);
            upper.Below.Add(link);
            lower.Above.Add(link);
            links.Add(link);
            upper = lower;
        }

        return links;
    }

    // Depth first, so that branches start in the order in which they were added.
    private static void AddInDepth(LayoutNode start, List<LayoutNode>[] ranks, HashSet<LayoutNode> isPlaced)
    {
        var stack = new Stack<LayoutNode>([start]);
        while (stack.TryPop(out LayoutNode? node))
        {
            if (isPlaced.Add(node))
            {
                ranks[node.Rank].Add(node);
                for (int i = node.Below.Count - 1; i >= 0; i--)
                {
                    stack.Push(node.Below[i].Lower);
                }
            }
        }
    }

    private static double Distance(LayoutNode left, LayoutNode right) =>
        ((left.Size.Width + right.Size.Width) / 2) + (left.IsPassage || right.IsPassage ? PassageGap : BoxGap);

    // The gap between ranks grows with the widest way that an edge goes in it, so that curves do not lie flat.
    private static (double[] Tops, double[] Heights) PlaceRanks(List<LayoutNode>[] ranks, double[] more)
    {
        double[] tops = new double[ranks.Length];
        double[] heights = [.. ranks.Select(rank => rank.Max(node => node.Size.Height))];
        tops[0] = more[0];
        for (int i = 1; i < ranks.Length; i++)
        {
            double widest = ranks[i].SelectMany(node => node.Above).Select(link => Math.Abs(link.Upper.X - link.Lower.X)).DefaultIfEmpty().Max();
            double gap = Math.Min(MostRankGap, LeastRankGap + (widest * 0.07));
            tops[i] = tops[i - 1] + heights[i - 1] + gap + more[i];
        }

        return (tops, heights);
    }

    // Straight out of the box to the border of its rank, since others of the rank may be higher; straight through the ranks between.
    private static ImmutableArray<Point> Route(List<LayoutLink> links, Box from, Box to, double[] tops, double[] heights)
    {
        double start = Port(links[0], links[0].Upper.Below, isUpper: true);
        double end = Port(links[^1], links[^1].Lower.Above, isUpper: false);
        var points = ImmutableArray.CreateBuilder<Point>();
        void Add(double x, double y)
        {
            if (points.Count == 0 || points[^1] != new Point(x, y))
            {
                points.Add(new Point(x, y));
            }
        }

        Add(start, from.Bottom);
        Add(start, tops[links[0].Upper.Rank] + heights[links[0].Upper.Rank]);
        foreach (LayoutNode passage in links.SkipLast(1).Select(link => link.Lower))
        {
            Add(passage.X, tops[passage.Rank]);
            Add(passage.X, tops[passage.Rank] + heights[passage.Rank]);
        }

        Add(end, tops[links[^1].Lower.Rank]);
        Add(end, to.Y);
        return points.ToImmutable();
    }

    // Where an edge leaves or enters a box: straight ones in the middle, the others on the side from which they come.
    private static double Port(LayoutLink link, List<LayoutLink> links, bool isUpper)
    {
        LayoutNode node = isUpper ? link.Upper : link.Lower;
        LayoutNode Other(LayoutLink l) => isUpper ? l.Lower : l.Upper;
        int Side(LayoutLink l) => Math.Abs(Other(l).X - node.X) < 1 ? 0 : Math.Sign(Other(l).X - node.X);
        int side = Side(link);
        LayoutLink[] sameSide = [.. links.Where(l => Side(l) == side).OrderBy(l => Other(l).Order)];
        int place = Array.IndexOf(sameSide, link);
        bool hasMiddle = links.Exists(l => Side(l) == 0);
        double step = Math.Min(PortDistance, node.Size.Width / 2 / (sameSide.Length + 1));
        return side switch
        {
            0 => node.X + ((place - ((sameSide.Length - 1) / 2.0)) * step),
            < 0 => node.X - ((sameSide.Length - place - (hasMiddle || links.Count == 1 ? 0 : 0.5)) * step) + (links.Count == 1 ? step : 0),
            _ => node.X + ((place + 1 - (hasMiddle || links.Count == 1 ? 0 : 0.5)) * step) - (links.Count == 1 ? step : 0),
        };
    }
}
