using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class GraphTrainingTests
{
    public static TheoryData<string> Graphs => ["residual", "inception", "gates", "twins", "nested", "reader of the same value twice"];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Gradients_of_graphs_agree_with_differences(string graph)
    {
        Network network = Build(graph);
        foreach (GradientCheckResult result in GradientCheck.Run(network, Data(network), elements: 20, seed: 4))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
            Assert.True(result.Checked > 0, $"{result.Tensor}: nothing but kinks");
        }
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void The_same_seed_gives_the_same_bits_on_one_thread_and_on_four(string graph)
    {
        Network network = Build(graph);
        Dataset data = Data(network);
        TrainingOptions options = TrainingFixture.Options(3, threads: 1) with { BatchSize = 4 };
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(network, data, options), TrainingFixture.Train(network, data, options with { Threads = 4 }));
    }

    [Fact]
    public void Two_epochs_and_two_are_four_for_a_graph_with_dropout_in_a_sub_network()
    {
        Network network = Build("nested");
        Dataset data = Data(network);
        TrainingOptions options = TrainingFixture.Options(2) with { BatchSize = 4 };
        Network twice = TrainingFixture.Train(TrainingFixture.Train(network, data, options), data, options);
        TrainingFixture.AssertSameBits(TrainingFixture.Train(network, data, options with { Epochs = 4 }), twice);
    }

    private static Network Build(string graph)
    {
        Network network = Network.Create(new Shape(6, 5, 3));
        ConvLayer Conv(int filters, int size = 3) => new(filters)
        {
            KernelHeight = size, KernelWidth = size, Padding = Padding.Same, Activation = TanhActivation.Instance,
        };
        Network tower = Network.Create(new Shape(6, 5, 4)).Add(Conv(4)).Add(Conv(4)).Add(new MergeLayer(MergeMethod.Add), ["input"]);
        return graph switch
        {
            "residual" => Finish(network.Add(Conv(4) with { Name = "stem" }).Add(Conv(4)).Add(Conv(4))
                .Add(new MergeLayer(MergeMethod.Add) { Activation = TanhActivation.Instance, Name = "one" }, ["stem"])
                .Add(Conv(4) with { Name = "last" }).Add(new MergeLayer(MergeMethod.Average) { Activation = SiLUActivation.Instance }, ["last", "one", "stem"])),
            "inception" => Finish(network.Add(Conv(5) with { Name = "stem" })
                .Add(Conv(3, 1) with { Name = "a" }, ["stem"]).Add(Conv(6) with { Name = "b" }, ["stem"])
                .Add(new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 1, Padding = Padding.Same }, ["stem"])
                .Add(Conv(16, 1) with { Name = "c" })
                .Add(new MergeLayer(MergeMethod.Concatenate), ["a", "b", "c"])),
            "gates" => Finish(network.Add(Conv(4) with { Name = "v" }).Add(Conv(4) with { Activation = SigmoidActivation.Instance }, ["input"])
                .Add(new MergeLayer(MergeMethod.Multiply), ["v"])),
            "twins" => Twins(network.Add(Conv(4, 1) with { Name = "l" }).Add(Conv(4, 1) with { Name = "r" }, ["input"])
                .Add(new SubnetworkLayer(tower) { Name = "one" }, ["l"])),
            "nested" => Finish(network.Add(Conv(4)).Add(new SubnetworkLayer(
                Network.Create(new Shape(6, 5, 4)).Add(new SubnetworkLayer(tower)).Add(new DropoutLayer(0)).Add(new SubnetworkLayer(tower))))),
            _ => Finish(network.Add(Conv(4) with { Name = "x" }).Add(new MergeLayer(MergeMethod.Multiply), ["x", "x"])),
        };
    }

    private static Network Twins(Network network) => Finish(
        network.Add(SubnetworkLayer.Share(network, "one") with { Name = "other" }, ["r"]).Add(new MergeLayer(MergeMethod.Multiply), ["one", "other"]));

    private static Network Finish(Network network) => network.Add(new FlattenLayer()).Add(new DenseLayer(2));

    private static Dataset Data(Network network)
    {
        float[] Waves(int length, double step) => [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(step * i))];
        return new Dataset(
            "waves",
            new FloatRows(Waves(9 * network.InputLength, 1.7), new Shape(network.InputLength)),
            targets: new FloatRows(Waves(18, 0.9), new Shape(2)));
    }
}
