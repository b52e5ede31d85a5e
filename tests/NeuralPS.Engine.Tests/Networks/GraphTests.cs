using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Networks;

public class GraphTests
{
    [Fact]
    public void A_layer_reads_what_was_added_last_unless_it_says_otherwise()
    {
        Network network = Network.Create(new Shape(4))
            .Add(new DenseLayer(3) { Name = "a" })
            .Add(new DenseLayer(3) { Name = "b" }, ["input"])
            .Add(new DenseLayer(3) { Name = "c" })
            .Add(new MergeLayer(MergeMethod.Add) { Name = "sum" }, ["a", "C"]);

        Assert.Equal(["input", "input", "b", "a+c"], network.Layers.Select(layer => string.Join('+', layer.Sources)));
        Assert.Equal(["sum"], network.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void A_merge_layer_with_one_name_joins_the_layer_before_with_it()
    {
        Network network = Network.Create(new Shape(4)).Add(new DenseLayer(4) { Name = "a" }).Add(new DenseLayer(4)).Add(new MergeLayer(MergeMethod.Add), ["a"]);

        Assert.Equal(["dense2", "a"], network.Layers[^1].Sources.ToArray());
    }

    [Theory]
    [InlineData(MergeMethod.Add, new[] { 4f, 7f })]
    [InlineData(MergeMethod.Multiply, new[] { 3f, 10f })]
    [InlineData(MergeMethod.Average, new[] { 2f, 3.5f })]
    [InlineData(MergeMethod.Concatenate, new[] { 1f, 2f, 3f, 5f })]
    public void Values_are_joined_as_the_method_says(MergeMethod method, float[] expected)
    {
        Network network = Network.Create(new Shape(2)).AddInput("other", new Shape(2)).Add(new MergeLayer(method), ["input", "other"]);

        Assert.Equal(expected, Predict(network, [1, 2, 3, 5]));
    }

    [Theory]
    [InlineData(3, 5, 4)]
    [InlineData(16, 16, 16)]
    [InlineData(16, 7, 30)]
    [InlineData(20, 1, 15)]
    [InlineData(1, 16, 47)]
    public void Concatenated_channels_stand_one_after_the_other(int first, int second, int third)
    {
        Network network = Network.Create(new Shape(3, 2, first))
            .AddInput("b", new Shape(3, 2, second))
            .AddInput("c", new Shape(3, 2, third))
            .Add(new MergeLayer(MergeMethod.Concatenate) { Activation = ReLUActivation.Instance }, ["input", "b", "c"]);
        int[] channels = [first, second, third];
        float[] sample = [.. channels.SelectMany((count, input) => Enumerable.Range(0, 6 * count).Select(i => (1000f * (input + 1)) + i))];
        var expected = new List<float>();
        for (int pixel = 0; pixel < 6; pixel++)
        {
            for (int input = 0; input < 3; input++)
            {
                expected.AddRange(Enumerable.Range(0, channels[input]).Select(c => (1000f * (input + 1)) + (pixel * channels[input]) + c));
            }
        }

        Assert.Equal(expected, Predict(network, sample));
    }

    [Fact]
    public void A_residual_block_adds_its_input()
    {
        Network block = Network.Create(new Shape(3))
            .Add(new DenseLayer(3) { WeightInitializer = new ConstantInitializer(2) })
            .Add(new MergeLayer(MergeMethod.Add) { Activation = ReLUActivation.Instance }, ["input"]);

        // z = 2 (1 + 2 - 4) = -2 in each unit; a = max(0, z + x).
        Assert.Equal([0f, 0f, 0f], Predict(block, [1, 2, -4]));
        Assert.Equal([9f, 10f, 9f], Predict(block, [1, 2, 1]));
    }

    [Fact]
    public void A_sub_network_computes_what_its_layers_compute_in_its_place()
    {
        Network inner = Network.Create(new Shape(6, 6, 2))
            .Add(new ConvLayer(4) { Padding = Padding.Same, Activation = ReLUActivation.Instance })
            .Add(new PoolingLayer(PoolingKind.Max)).Initialize(3);
        Network outer = Network.Create(new Shape(6, 6, 2)).Add(new SubnetworkLayer(inner) { Name = "features" }).Add(new FlattenLayer()).Add(new DenseLayer(2));
        float[] sample = [.. Enumerable.Range(0, 72).Select(i => (float)Math.Sin(i))];

        Assert.Equal(inner.ParameterCount, outer.Layers[0].ParameterCount);
        Assert.True(outer.Weights.TryGet("features.conv1.weight", out Tensor? weight));
        Assert.Same(inner.Weights["conv1.weight"], weight);
        Network whole = outer.Initialize(1, onlyMissing: true);
        Network plain = Network.Create(new Shape(6, 6, 2))
            .Add(new ConvLayer(4) { Padding = Padding.Same, Activation = ReLUActivation.Instance }).Add(new PoolingLayer(PoolingKind.Max))
            .Add(new FlattenLayer()).Add(new DenseLayer(2))
            .Initialize(0)
            .WithWeight("conv1", "weight", weight!)
            .WithWeight("dense1", "weight", whole.Weights["dense1.weight"]);
        Assert.Equal(Predict(plain, sample), Predict(whole, sample));
    }

    [Fact]
    public void Shared_weights_count_once_and_give_equal_answers_to_equal_inputs()
    {
        Network tower = Network.Create(new Shape(5)).Add(new DenseLayer(4) { Activation = TanhActivation.Instance });
        Network twins = Network.Create(new Shape(5), inputName: "left").AddInput("right", new Shape(5))
            .Add(new SubnetworkLayer(tower) { Name = "one" }, ["left"]);
        twins = twins.Add(SubnetworkLayer.Share(twins, "one") with { Name = "other" }, ["right"]).Add(new MergeLayer(MergeMethod.Concatenate), ["one", "other"]);

        Assert.Equal(24, twins.ParameterCount);
        float[] answer = Predict(twins, [.2f, .4f, .6f, .8f, 1, .2f, .4f, .6f, .8f, 1]);
        Assert.Equal(answer[..4], answer[4..]);
    }

    [Fact]
    public void What_a_layer_cannot_read_is_refused_when_it_is_added()
    {
        Network network = Network.Create(new Shape(8, 8, 3)).Add(new ConvLayer(4) { Name = "stem" });

        AssertRefused("NoSuchSource", "input, stem", () => network.Add(new ConvLayer(4), ["missing"]));
        AssertRefused("Cycle", "own output", () => network.Add(new MergeLayer(MergeMethod.Add) { Name = "loop" }, ["stem", "loop"]));
        AssertRefused("SourceCount", "Add-MergeLayer", () => network.Add(new ConvLayer(4), ["input", "stem"]));
        AssertRefused("MergeShapes", "8x8x3 and 6x6x4", () => network.Add(new MergeLayer(MergeMethod.Add), ["input", "stem"]));
        AssertRefused("MergeShapes", "cannot concatenate", () => network.Add(new MergeLayer(MergeMethod.Concatenate), ["input", "stem"]));
        AssertRefused("SourceCount", "at least 2", () => network.Add(new MergeLayer(MergeMethod.Add), ["stem"]));
        AssertRefused("LayerNameTaken", "an input", () => network.Add(new ConvLayer(4) { Name = "Input" }));
        AssertRefused("LayerNameTaken", "a layer", () => network.AddInput("stem", new Shape(2)));
        AssertRefused("SubnetworkOutputs", "no layers", () => network.Add(new SubnetworkLayer(Network.Create(new Shape(2)))));
        AssertRefused("SubnetworkShape", "takes 2", () => network.Add(new SubnetworkLayer(Network.Create(new Shape(2)).Add(new DenseLayer(1)))));
        AssertRefused("ShareWith", "stem", () => SubnetworkLayer.Share(network, "stem"));
    }

    [Fact]
    public void An_input_that_nobody_reads_is_named()
    {
        Network network = Network.Create(new Shape(3)).AddInput("spare", new Shape(2)).Add(new DenseLayer(1), ["input"]).Initialize(1);

        AssertRefused("InputUnread", "spare", () => new Predictor(network).Dispose());
    }

    private static void AssertRefused(string errorId, string text, Action action)
    {
        EngineException error = Assert.ThrowsAny<EngineException>(action);
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    private static float[] Predict(Network network, float[] sample)
    {
        using var predictor = new Predictor(network.Initialize(1, onlyMissing: true), 3);
        var output = new float[predictor.OutputLength];
        predictor.Predict(sample, output);
        return output;
    }
}
