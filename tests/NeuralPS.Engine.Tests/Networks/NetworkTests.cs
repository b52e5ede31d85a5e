using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Inspection;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Networks;

public class NetworkTests
{
    [Fact]
    public void Adding_a_layer_gives_a_new_network_and_leaves_the_old_one()
    {
        Network one = Network.Create(new Shape(4)).Add(new DenseLayer(3));
        Network two = one.Add(new DenseLayer(2));
        Assert.Single(one.Layers);
        Assert.Equal(["dense1", "dense2"], two.Layers.Select(layer => layer.Name));
        Assert.Equal(new Shape(2), two.OutputShape);
    }

    [Fact]
    public void Published_parameter_counts_come_out()
    {
        Assert.Equal(235_146, Dense(784, 256, 128, 10).ParameterCount);
        Assert.Equal(669_706, Dense(784, 512, 512, 10).ParameterCount);
        Assert.Equal(101_770, Dense(784, 128, 10).ParameterCount);
        Assert.Equal(50_992, Dense(784, 32, 784).ParameterCount);
        Assert.Equal(3, Dense(2, 1).ParameterCount);
        Assert.Equal(9, Dense(2, 2, 1).ParameterCount);
        Network convnet = Network.Create(new Shape(28, 28, 1))
            .Add(new ConvLayer(32)).Add(new PoolingLayer(PoolingKind.Max)).Add(new ConvLayer(64)).Add(new PoolingLayer(PoolingKind.Max))
            .Add(new FlattenLayer()).Add(new DropoutLayer(0.5)).Add(new DenseLayer(10));
        Assert.Equal(34_826, convnet.ParameterCount);
    }

    [Fact]
    public void A_dense_layer_on_images_names_layer_shape_and_remedy()
    {
        var error = Assert.Throws<ShapeException>(() => Network.Create(new Shape(28, 28, 1)).Add(new DenseLayer(10) { Name = "out" }));
        Assert.Contains("'out'", error.Message, StringComparison.Ordinal);
        Assert.Contains("28x28x1", error.Message, StringComparison.Ordinal);
        Assert.Contains("flatten", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_window_larger_than_the_image_is_refused()
    {
        Network small = Network.Create(new Shape(4, 4, 1)).Add(new PoolingLayer(PoolingKind.Max)).Add(new PoolingLayer(PoolingKind.Max));
        var error = Assert.Throws<ShapeException>(() => small.Add(new ConvLayer(8)));
        Assert.Contains("1x1x1", error.Message, StringComparison.Ordinal);
        Assert.Contains("same padding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_layers_cannot_share_a_name()
    {
        Network network = Network.Create(new Shape(4)).Add(new DenseLayer(3) { Name = "hidden" });
        Assert.Equal("LayerNameTaken", Assert.Throws<EngineException>(() => network.Add(new DenseLayer(2) { Name = "Hidden" })).ErrorId);
    }

    [Fact]
    public void The_lectures_three_layers_give_the_published_outputs()
    {
        Network network = Dense(2, 2, 2, 2)
            .WithWeight("dense1", "weight", new Tensor(new Shape(2, 2), [1, -2, -1, 1])).WithWeight("dense1", "bias", new Tensor(new Shape(2), [1, 0]))
            .WithWeight("dense2", "weight", new Tensor(new Shape(2, 2), [2, -1, -2, -1])).WithWeight("dense2", "bias", new Tensor(new Shape(2), [0, 0]))
            .WithWeight("dense3", "weight", new Tensor(new Shape(2, 2), [3, -1, -1, 4])).WithWeight("dense3", "bias", new Tensor(new Shape(2), [-2, 2]));
        using var predictor = new Predictor(network, 2, 1);
        var outputs = new float[4];
        predictor.Predict([1, -1, 0, 0], outputs);
        Assert.Equal([0.62, 0.83, 0.51, 0.85], outputs.Select(value => Math.Round(value, 2)));
    }

    [Fact]
    public void A_sample_has_the_same_outputs_in_any_batch()
    {
        Network network = Network.Create(new Shape(20)).Add(new DenseLayer(33) { Activation = GELUActivation.Instance })
            .Add(new DenseLayer(7) { Activation = SoftmaxActivation.Instance }).Initialize(3);
        float[] inputs = [.. Enumerable.Range(0, 20 * 45).Select(i => MathF.Sin(i))];
        var together = new float[7 * 45];
        using var large = new Predictor(network, 64);
        large.Predict(inputs, together);
        using var single = new Predictor(network, 1);
        var alone = new float[7];
        for (int row = 0; row < 45; row++)
        {
            single.Predict(inputs.AsSpan(row * 20, 20), alone);
            Assert.Equal(together.AsSpan(row * 7, 7).ToArray(), alone);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_sample_has_the_same_outputs_in_any_batch_on_any_number_of_threads(int threads)
    {
        // Wide enough to be shared, a single image by its filters; the last convolutions see images of one tile.
        Network network = Network.Create(new Shape(16, 16, 3))
            .Add(new ConvLayer(48) { Activation = ReLUActivation.Instance, Padding = Padding.Same })
            .Add(new PoolingLayer(PoolingKind.Max))
            .Add(new ConvLayer(80) { Activation = TanhActivation.Instance, Padding = Padding.Same })
            .Add(new PoolingLayer(PoolingKind.Max))
            .Add(new ConvLayer(272) { Activation = ReLUActivation.Instance, Padding = Padding.Same })
            .Add(new ConvLayer(40) { Activation = ReLUActivation.Instance, Padding = Padding.Same })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(700) { Activation = ReLUActivation.Instance })
            .Add(new DenseLayer(10)).Initialize(3);
        const int Samples = 70;
        int length = network.InputShape.Length;
        float[] inputs = [.. Enumerable.Range(0, Samples * length).Select(i => MathF.Sin(i))];
        float[] expected = Predict(network, inputs, Samples, 1);
        foreach (int batch in new[] { 1, 3, 64 })
        {
            Assert.Equal(expected, Predict(network, inputs, batch, threads));
        }
    }

    [Fact]
    public void The_table_shows_layers_and_totals()
    {
        string table = NetworkTable.Render(Dense(784, 256, 128, 10));
        Assert.Contains("235,146 parameters", table, StringComparison.Ordinal);
        Assert.Contains("200,960", table, StringComparison.Ordinal);
    }

    private static float[] Predict(Network network, float[] inputs, int batch, int threads)
    {
        using var predictor = new Predictor(network, batch, threads);
        float[] outputs = new float[inputs.Length / network.InputShape.Length * predictor.OutputLength];
        predictor.Predict(inputs, outputs);
        return outputs;
    }

    private static Network Dense(int inputs, params int[] units) => units.Aggregate(
        Network.Create(new Shape(inputs)),
        (network, count) => network.Add(new DenseLayer(count) { Activation = SigmoidActivation.Instance }));
}
