using NeuralPS.Engine.Inspection.Drawing;
using NeuralPS.Engine.Inspection.Drawing.Layout;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

public class LayoutTests
{
    public static TheoryData<string> Samples => SampleGraphs.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void Boxes_do_not_overlap_and_keep_their_sizes(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        Size[] sizes = Sizes(graph);
        LayeredLayout layout = LayoutEngine.Lay(sizes, graph.Edges);
        for (int i = 0; i < layout.Boxes.Length; i++)
        {
            Box box = layout.Boxes[i];
            Assert.Equal(sizes[i], new Size(box.Width, box.Height));
            Assert.InRange(box.X, -0.001, layout.Size.Width - box.Width + 0.001);
            Assert.InRange(box.Y, -0.001, layout.Size.Height - box.Height + 0.001);
            for (int j = 0; j < i; j++)
            {
                Assert.False(Overlap(box, layout.Boxes[j]), $"boxes {i} and {j} of {name} overlap");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Edges_lead_downwards_from_box_to_box(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        LayeredLayout layout = LayoutEngine.Lay(Sizes(graph), graph.Edges);
        for (int i = 0; i < graph.Edges.Length; i++)
        {
            Box from = layout.Boxes[graph.Edges[i].From];
            Box to = layout.Boxes[graph.Edges[i].To];
            IReadOnlyList<Point> route = layout.Routes[i];
            Assert.Equal(from.Bottom, route[0].Y, 6);
            Assert.InRange(route[0].X, from.X, from.Right);
            Assert.Equal(to.Y, route[^1].Y, 6);
            Assert.InRange(route[^1].X, to.X, to.Right);
            Assert.True(route.Zip(route.Skip(1)).All(pair => pair.Second.Y > pair.First.Y), $"edge {i} of {name} does not lead downwards");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Edges_pass_beside_the_boxes(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        LayeredLayout layout = LayoutEngine.Lay(Sizes(graph), graph.Edges);
        foreach (IReadOnlyList<Point> route in layout.Routes)
        {
            for (int i = 1; i < route.Count; i++)
            {
                // Curves between ranks stay between the heights, and between the sides, of their ends.
                double left = Math.Min(route[i - 1].X, route[i].X);
                var swept = new Box(left, route[i - 1].Y, Math.Abs(route[i].X - route[i - 1].X), route[i].Y - route[i - 1].Y);
                Assert.DoesNotContain(layout.Boxes, box => Overlap(box, swept));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_same_graph_is_laid_out_alike(string name)
    {
        LayeredLayout first = LayoutEngine.Lay(Sizes(SampleGraphs.Get(name)), SampleGraphs.Get(name).Edges);
        LayeredLayout second = LayoutEngine.Lay(Sizes(SampleGraphs.Get(name)), SampleGraphs.Get(name).Edges);
        Assert.Equal(first.Boxes.AsEnumerable(), second.Boxes);
        Assert.Equal(first.Routes.SelectMany(route => route), second.Routes.SelectMany(route => route));
    }

    [Fact]
    public void A_chain_is_straight()
    {
        NetworkGraph graph = SampleGraphs.Chain();
        LayeredLayout layout = LayoutEngine.Lay(Sizes(graph), graph.Edges);
        Assert.Single(layout.Boxes.Select(box => box.CenterX).Distinct());
        Assert.All(layout.Routes, route => Assert.Equal(route[0].X, route[^1].X));
    }

    [Fact]
    public void The_longest_path_of_a_residual_network_is_straight()
    {
        NetworkGraph graph = SampleGraphs.ResNet(2, 2, 2, 2);
        LayeredLayout layout = LayoutEngine.Lay(Sizes(graph), graph.Edges);
        double[] middles = [.. graph.Nodes.Zip(layout.Boxes).Where(pair => !pair.First.Name.Contains("b1s", StringComparison.Ordinal)).Select(pair => pair.Second.CenterX)];
        Assert.InRange(middles.Max() - middles.Min(), 0, 0.001);
    }

    [Fact]
    public void Branches_stand_in_the_order_in_which_they_were_added_around_the_middle()
    {
        NetworkGraph graph = SampleGraphs.Inception();
        LayeredLayout layout = LayoutEngine.Lay([.. graph.Nodes.Select(_ => new Size(120, 60))], graph.Edges);
        double X(string name) => layout.Boxes[graph.Nodes.IndexOf(graph.Nodes.First(node => node.Name == name))].CenterX;
        Assert.True(X("a1") < X("b1") && X("b1") < X("c1") && X("c1") < X("d1"));
        Assert.Equal(X("b1"), X("bb1"), 3);
        Assert.Equal(X("input"), X("join1"), 1);
        Assert.Equal((X("a1") + X("d1")) / 2, X("join1"), 1);
    }

    [Fact]
    public void An_input_that_is_read_late_stands_right_above_its_reader()
    {
        int[] ranks = new Ranking(4, [new GraphEdge(0, 2), new GraphEdge(2, 3), new GraphEdge(1, 3)]).Ranks;
        Assert.Equal([0, 1, 1, 2], ranks);
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 0)]
    [InlineData(new[] { 2, 1, 0 }, 3)]
    [InlineData(new[] { 1, 0, 2 }, 1)]
    [InlineData(new[] { 2, 0, 1 }, 2)]
    public void Crossings_are_inversions(int[] readers, int crossings)
    {
        LayoutNode[] lower = [.. Enumerable.Range(0, 3).Select(order => new LayoutNode(1, default, false) { Order = order })];
        List<LayoutNode> upper = [.. Enumerable.Range(0, 3).Select(order => new LayoutNode(0, default, false) { Order = order })];
        for (int i = 0; i < 3; i++)
        {
            upper[i].Below.Add(new LayoutLink(upper[i], lower[readers[i]], 0));
        }

        Assert.Equal(crossings, CrossingReduction.CountCrossings(upper));
    }

    [Fact]
    public void Crossings_that_need_not_be_are_removed()
    {
        // Two chains whose ends were added crosswise.
        GraphEdge[] edges = [new(0, 2), new(1, 3), new(2, 5), new(3, 4)];
        LayeredLayout layout = LayoutEngine.Lay([.. Enumerable.Repeat(new Size(100, 40), 6)], edges);
        Assert.Equal(Math.Sign(layout.Boxes[2].X - layout.Boxes[3].X), Math.Sign(layout.Boxes[5].X - layout.Boxes[4].X));
    }

    // Boxes of different sizes: the layout must not rely on equal ones.
    private static Size[] Sizes(NetworkGraph graph) => [.. graph.Nodes.Select((_, index) => new Size(90 + (index * 37 % 80), 40 + (index * 13 % 30)))];

    private static bool Overlap(Box a, Box b) =>
        a.X < b.Right - 0.001 && b.X < a.Right - 0.001 && a.Y < b.Bottom - 0.001 && b.Y < a.Bottom - 0.001;
}
