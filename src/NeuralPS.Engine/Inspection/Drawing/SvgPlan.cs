using System.Collections.Immutable;
using System.Globalization;
using NeuralPS.Engine.Inspection.Drawing.Layout;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>Where everything in the picture stands: head, legend, boxes, edges, outlines of parts that repeat.</summary>
internal sealed class SvgPlan
{
    /// <summary>Room around the picture.</summary>
    public const double Margin = 20;

    /// <summary>Where the title stands.</summary>
    public const double TitleBaseline = 32;

    /// <summary>From one line of totals to the next.</summary>
    public const double TotalsLine = 18;

    /// <summary>From the left side of a box to its text.</summary>
    public const double TextIndent = 14;

    /// <summary>From the text to the right side of a box.</summary>
    public const double TextEnd = 10;

    /// <summary>From the top of a box to its name's line.</summary>
    public const double FirstBaseline = 19;

    /// <summary>From one line in a box to the next.</summary>
    public const double LineHeight = 16;

    /// <summary>The size of names; a little more than it is, since they are bold.</summary>
    public const double NameFont = 14;

    /// <summary>The size of the other lines.</summary>
    public const double LineFont = 11.5;

    private const double LeastBoxWidth = 110;
    private const double MostBoxWidth = 280;
    private const double LeastWidth = 340;
    private const double BlockPadding = 12;
    private const double KeyLine = 20;

    /// <summary>Width and height of all.</summary>
    public required Size Size { get; init; }

    /// <summary>The families that occur, in the order of the legend.</summary>
    public required ImmutableArray<LayerFamily> Families { get; init; }

    /// <summary>The lines below the title.</summary>
    public required ImmutableArray<string> Totals { get; init; }

    /// <summary>The legend.</summary>
    public required ImmutableArray<LegendKey> Legend { get; init; }

    /// <summary>The box of each node.</summary>
    public required ImmutableArray<Box> Boxes { get; init; }

    /// <summary>The points of each edge; see <see cref="LayeredLayout"/>.</summary>
    public required ImmutableArray<ImmutableArray<Point>> Routes { get; init; }

    /// <summary>Around the parts that repeat.</summary>
    public required ImmutableArray<BlockOutline> Blocks { get; init; }

    /// <summary>Plans the picture of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="hasTitle">False where title and totals stand elsewhere.</param>
    public static SvgPlan Create(NetworkGraph graph, bool hasTitle)
    {
        double boxWidth = Math.Clamp(graph.Nodes.Max(TextWidth) + TextIndent + TextEnd, LeastBoxWidth, MostBoxWidth);
        Size[] sizes = [.. graph.Nodes.Select(node => new Size(boxWidth, FirstBaseline + (LinesOf(node).Count * LineHeight) + 11))];
        var isEdge = graph.Blocks.SelectMany(block => (int[])[block.First, block.End]).ToHashSet();
        LayeredLayout layout = LayoutEngine.Lay(sizes, graph.Edges, node => isEdge.Contains(node) ? BlockPadding : 0);
        ImmutableArray<BlockOutline> blocks = [.. graph.Blocks.Select(block => Outline(graph, layout, block))];
        double left = blocks.Select(block => block.Box.X).Append(0).Min();
        double right = blocks.Select(block => block.Box.Right + 20 + TextMeasure.Width(block.Label, 15)).Append(layout.Size.Width).Max();
        double width = Math.Max(LeastWidth, right - left + (2 * Margin));

        LayerFamily[] families = [.. LayerFamily.All.Where(family => graph.Nodes.Any(node => node.Family == family))];
        ImmutableArray<string> totals = hasTitle ? [.. GraphText.Wrap(graph.Totals, width - (2 * Margin), line => TextMeasure.Width(line, 12))] : [];
        double y = hasTitle ? TitleBaseline + (totals.Length * TotalsLine) + 24 : Margin + 9;
        ImmutableArray<LegendKey> legend = PlaceLegend(families, width, ref y);
        double dx = ((width - (right - left)) / 2) - left;
        double dy = y + 26;
        return new SvgPlan
        {
            Size = new Size(width, dy + layout.Size.Height + Margin + (graph.Blocks.Any(block => block.End == graph.Nodes.Length) ? BlockPadding : 0)),
            Families = [.. families],
            Totals = totals,
            Legend = legend,
            Boxes = [.. layout.Boxes.Select(box => box with { X = box.X + dx, Y = box.Y + dy })],
            Routes = [.. layout.Routes.Select(route => route.Select(point => new Point(point.X + dx, point.Y + dy)).ToImmutableArray())],
            Blocks = [.. blocks.Select(block => block with { Box = block.Box with { X = block.Box.X + dx, Y = block.Box.Y + dy } })],
        };
    }

    /// <summary>What a box says below the name.</summary>
    public static IReadOnlyList<string> LinesOf(GraphNode node)
    {
        string parameters = node.ParameterCount > 0 ? string.Create(CultureInfo.InvariantCulture, $" · {node.ParameterCount:N0} params") : "";
        string last = node.OutputShape + parameters;
        return node.IsInput ? [last] : [node.Description, last];
    }

    private static double TextWidth(GraphNode node) =>
        LinesOf(node).Max(line => Math.Max(TextMeasure.Width(line, LineFont), TextMeasure.Width(node.Name, NameFont)));

    private static BlockOutline Outline(NetworkGraph graph, LayeredLayout layout, RepeatedBlock block)
    {
        var xs = new List<double>();
        var ys = new List<double>();
        foreach (Box box in Enumerable.Range(block.First, block.Count).Select(node => layout.Boxes[node]))
        {
            xs.AddRange([box.X, box.Right]);
            ys.AddRange([box.Y, box.Bottom]);
        }

        for (int edge = 0; edge < graph.Edges.Length; edge++)
        {
            if (block.First <= graph.Edges[edge].To && graph.Edges[edge].To < block.End)
            {
                xs.AddRange(layout.Routes[edge].Skip(1).Select(point => point.X));
            }
        }

        double x = xs.Min() - BlockPadding;
        double y = ys.Min() - BlockPadding;
        var around = new Box(x, y, xs.Max() + BlockPadding - x, ys.Max() + BlockPadding - y);
        return new BlockOutline(around, string.Create(CultureInfo.InvariantCulture, $"× {block.Times}"));
    }

    private static ImmutableArray<LegendKey> PlaceLegend(LayerFamily[] families, double width, ref double y)
    {
        var keys = ImmutableArray.CreateBuilder<LegendKey>();
        double x = Margin;
        foreach (LayerFamily family in families)
        {
            double needed = 15 + TextMeasure.Width(family.Title, 12);
            if (x > Margin && x + needed > width - Margin)
            {
                x = Margin;
                y += KeyLine;
            }

            keys.Add(new LegendKey(family, new Point(x, y)));
            x += needed + 14;
        }

        return keys.ToImmutable();
    }
}

/// <summary>A sample of a colour, with what it means.</summary>
internal sealed record LegendKey(LayerFamily Family, Point Place);

/// <summary>A line around a part that repeats, with the number of times.</summary>
internal sealed record BlockOutline(Box Box, string Label);
