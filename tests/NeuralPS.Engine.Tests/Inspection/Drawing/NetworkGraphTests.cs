using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Inspection.Drawing;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

public class NetworkGraphTests
{
    [Fact]
    public void Every_source_is_an_edge_and_what_nobody_reads_an_output()
    {
        Network network = Network.Create(new Shape(8), "net")
            .Add(new DenseLayer(4) { Name = "a" }).Add(new DenseLayer(4) { Name = "b" }, ["input"])
            .Add(new MergeLayer(MergeMethod.Add) { Name = "sum" }, ["b", "a"]).Add(new DenseLayer(2) { Name = "side" }, ["a"]);
        NetworkGraph graph = NetworkGraphBuilder.Build(network);
        Assert.Equal(["input", "a", "b", "sum", "side"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([new(0, 1), new(0, 2), new(2, 3), new(1, 3), new(1, 4)], graph.Edges.ToArray());
        Assert.Equal(["sum", "side"], graph.Nodes.Where(node => node.IsOutput).Select(node => node.Name));
        Assert.Equal("82 parameters (328 B), 72 multiply-adds per sample", graph.Totals);
    }

    [Fact]
    public void Tooltips_say_all_about_a_layer()
    {
        Network network = Network.Create(new Shape(8)).Add(new DenseLayer(4) { Name = "a", Activation = ActivationCatalog.Get("ReLU") });
        Assert.Equal(
            ["a", "dense: ReLU", "reads input (8)", "output 4", "activation ReLU", "weight 4x8, initializer HeNormal", "bias 4, initializer Zeros",
                "36 parameters", "32 multiply-adds per sample"],
            NetworkGraphBuilder.Build(network).Nodes[1].Facts.ToArray());
    }

    [Fact]
    public void The_title_says_whether_there_are_weights()
    {
        Network network = Network.Create(new Shape(2), "net").Add(new DenseLayer(1));
        Assert.Equal("net", NetworkGraphBuilder.Build(network).Title);
        Assert.Equal("net (initialised)", NetworkGraphBuilder.Build(network.Initialize(1)).Title);
    }

    [Fact]
    public void Sub_networks_are_one_node_or_their_layers()
    {
        Network tower = Network.Create(new Shape(3), "tower").Add(new DenseLayer(4) { Name = "d" }).Add(new DenseLayer(2) { Name = "e" });
        Network twins = Network.Create(new Shape(3), "twins", "left").Add(new SubnetworkLayer(tower) { Name = "one" }).AddInput("right", new Shape(3));
        twins = twins.Add(SubnetworkLayer.Share(twins, "one") with { Name = "other" }).Add(new MergeLayer(MergeMethod.Multiply) { Name = "m" }, ["one", "other"]);

        NetworkGraph folded = NetworkGraphBuilder.Build(twins);
        Assert.Equal(["left", "right", "one", "other", "m"], folded.Nodes.Select(node => node.Name));

        NetworkGraph expanded = NetworkGraphBuilder.Build(twins, isExpanded: true);
        Assert.Equal(["left", "right", "one.d", "one.e", "other.d", "other.e", "m"], expanded.Nodes.Select(node => node.Name));
        Assert.Equal([new(0, 2), new(2, 3), new(1, 4), new(4, 5), new(3, 6), new(5, 6)], expanded.Edges.ToArray());
        Assert.Equal("weights of one.d", expanded.Nodes[4].Details);
        Assert.Equal(twins.ParameterCount, expanded.Nodes.Sum(node => node.ParameterCount));
        Assert.True(expanded.Nodes[6].IsOutput);
    }

    [Fact]
    public void A_sub_network_of_a_shared_one_has_its_weights_from_there()
    {
        Network inner = Network.Create(new Shape(3), "inner").Add(new DenseLayer(3) { Name = "d" });
        Network outer = Network.Create(new Shape(3), "outer").Add(new SubnetworkLayer(inner) { Name = "i" });
        Network net = Network.Create(new Shape(3)).Add(new SubnetworkLayer(outer) { Name = "o" });
        net = net.Add(SubnetworkLayer.Share(net, "o") with { Name = "p" });
        NetworkGraph graph = NetworkGraphBuilder.Build(net, isExpanded: true);
        Assert.Equal(["input", "o.i.d", "p.i.d"], graph.Nodes.Select(node => node.Name));
        Assert.Equal("weights of o.i.d", graph.Nodes[2].Details);
        Assert.Equal([12L, 0L], graph.Nodes.Skip(1).Select(node => node.ParameterCount));
    }

    [Fact]
    public void An_edge_that_does_not_lead_to_a_later_node_is_refused() =>
        Assert.Throws<ArgumentException>(() => new NetworkGraph("x", "", [new GraphNode("a", "input", "", "1", 0, 0)], [new GraphEdge(0, 0)]));

    [Fact]
    public void Every_kind_of_layer_has_a_family()
    {
        // Kinds are constants: they need no instance that is complete.
        IEnumerable<string> kinds = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract)
            .Select(type => ((Layer)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Kind);
        Assert.DoesNotContain(kinds, kind => LayerFamily.Of(kind).Name == "other");
    }

    [Fact]
    public void The_stages_of_ResNet_152_fold_to_two_blocks_each()
    {
        NetworkGraph graph = SampleGraphs.ResNet(3, 8, 36, 3);
        NetworkGraph folded = BlockFolding.Fold(graph);
        Assert.Equal([2, 7, 35, 2], folded.Blocks.Select(block => block.Times));
        Assert.All(folded.Blocks, block => Assert.Equal(7, block.Count));
        Assert.Equal(["s1b3add", "s2b8add", "s3b36add", "s4b3add"], folded.Blocks.Select(block => block.LastName));
        Assert.Equal(graph.Nodes.Length - (7 * (1 + 6 + 34 + 1)), folded.Nodes.Length);
        Assert.Equal(folded.Nodes.Length - 1, folded.Edges.Select(edge => edge.To).Distinct().Count());
    }

    [Theory]
    [InlineData("ccc", 0, 0)]
    [InlineData("cccc", 1, 4)]
    [InlineData("ccpccp", 3, 2)]
    [InlineData("ccccpccccp", 5, 2)]
    [InlineData("cpcpcpcp", 2, 4)]
    [InlineData("cpcp", 0, 0)]
    public void The_shortest_of_the_parts_that_save_most_is_folded(string kinds, int length, int times)
    {
        GraphWriter graph = new GraphWriter("kinds").Input("x", "8").Add("first", "flatten", "", "8", 0);
        for (int i = 0; i < kinds.Length; i++)
        {
            graph.Add($"{kinds[i]}{i}", kinds[i].ToString(), "", "8", 0);
        }

        RepeatedBlock? block = BlockFolding.Fold(graph.Add("last", "dense", "", "8", 0).Build()).Blocks.SingleOrDefault();
        Assert.Equal((length, times), (block?.Count ?? 0, block?.Times ?? 0));
    }

    [Fact]
    public void Parts_that_a_value_leads_around_do_not_fold()
    {
        GraphWriter graph = new GraphWriter("around").Input("x", "8").Add("start", "dense", "", "8", 72);
        for (int i = 0; i < 3; i++)
        {
            graph.Add($"a{i}", "dense", "ReLU", "8", 72).Add($"b{i}", "dense", "", "8", 72);
        }

        NetworkGraph plain = graph.Build();
        Assert.Equal(3, Assert.Single(BlockFolding.Fold(plain).Blocks).Times);
        NetworkGraph around = graph.Add("end", "merge", "add", "8", 0, "b2", "start").Build();
        Assert.Same(around, BlockFolding.Fold(around));
    }
}
