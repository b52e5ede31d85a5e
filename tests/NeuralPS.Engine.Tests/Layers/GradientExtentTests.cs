using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Presets;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Lines and pixels that no gradient comes back to are not computed, and nothing else changes.</summary>
public class GradientExtentTests
{
    [Theory]
    [InlineData(13, 13, 0, 10, 10)] // 3 x 3 tiles in place of 4 x 4
    [InlineData(11, 9, 0, 8, 6)]
    [InlineData(9, 9, 1, 8, 8)]
    [InlineData(9, 11, 1, 9, 8)] // only pixels
    [InlineData(11, 9, 1, 10, 9)] // only lines
    [InlineData(12, 12, 1, 1, 1)]
    [InlineData(10, 10, 2, 9, 3)]
    [InlineData(7, 8, 0, 5, 6)] // everything
    [InlineData(8, 8, 4, 2, 2)] // nothing: the gradient is in the padding alone
    [InlineData(8, 7, 4, 2, 9)]
    public void A_convolution_leaves_out_what_is_zero(int height, int width, int padding, int lines, int pixels)
    {
        const int Batch = 3;
        var shape = new Shape(height, width, 20);
        var layer = new ConvLayer(33) { Name = "c", Padding = Padding.Explicit(padding), Activation = ReLUActivation.Instance };
        Shape outputShape = layer.GetOutputShape(shape);
        var random = new Random(height + width);
        float[] x = Numbers.Uniform(random, Batch * shape.Length);
        float[] weight = Numbers.Uniform(random, 33 * 9 * 20);
        float[] gradient = Numbers.Uniform(random, Batch * outputShape.Length);
        for (int i = 0; i < gradient.Length; i++)
        {
            int place = i / outputShape.Channels % (outputShape.Height * outputShape.Width);
            gradient[i] = place / outputShape.Width < lines && place % outputShape.Width < pixels ? gradient[i] : 0;
        }

        (float[] dx, float[] dw, float[] db) expected = Run(null);
        (float[] dx, float[] dw, float[] db) actual = Run((lines, pixels));
        // Sums of products of numbers around 1: where all are 0, rounding has no other scale.
        AssertClose(expected.dx, actual.dx, 1);
        AssertClose(expected.dw, actual.dw, 1);
        Assert.Equal(expected.db, actual.db);
        for (int i = 0; i < actual.dx.Length; i++)
        {
            // Beyond the reach of the last line and pixel, exactly 0: the transforms alone would leave some 1e-7.
            int place = i / shape.Channels % (height * width);
            bool isBeyond = place / width >= lines + 2 - padding || place % width >= pixels + 2 - padding;
            Assert.True(!isBeyond || actual.dx[i] == 0);
        }

        (float[] Dx, float[] Dw, float[] Db) Run((int, int)? extent)
        {
            using var harness = new OperationHarness(layer, shape, Batch, gradientExtent: extent);
            harness.SetParameter("weight", weight);
            harness.SetParameter("bias", new float[33]);
            harness.SetInput(x);
            harness.Forward(Batch);
            harness.SetOutputGradient(gradient);

            // Left there by whoever had the memory before.
            harness.SetInputGradient(Enumerable.Repeat(7f, x.Length).ToArray());
            harness.Backward(Batch);
            harness.AssertPaddingIsZero();
            return (harness.GetInputGradient(Batch), harness.GetParameterGradient("weight"), harness.GetParameterGradient("bias"));
        }
    }

    [Theory]
    [InlineData(PoolingKind.Max, 13, 2, 2, 0)]
    [InlineData(PoolingKind.Max, 12, 3, 2, 1)]
    [InlineData(PoolingKind.Average, 14, 3, 4, 0)]
    public void A_training_learns_the_weights_of_one_whose_pooling_is_not_seen(PoolingKind kind, int side, int size, int stride, int padding)
    {
        var pooling = new PoolingLayer(kind) { Size = size, Stride = stride, Padding = Padding.Explicit(padding) };
        Layer[] before = [Conv(18, 1), Conv(20, 3), Conv(24, 3)];
        var random = new Random(side);
        var data = new Dataset(
            "images",
            new FloatRows(Numbers.Uniform(random, 10 * side * side), new Shape(side, side, 1)),
            Enumerable.Range(0, 10).Select(i => i % 3).ToArray());

        // A dropout of nothing stands between, and whoever looks for the reader of the convolution does not find the pooling.
        Network seen = Build([.. before, pooling]).Initialize(5);
        Network unseen = Build([.. before, new DropoutLayer(0), pooling]);
        foreach (NetworkLayer layer in seen.Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                unseen = unseen.WithWeight(layer.Name, parameter.Role, seen.Weights[layer.TensorName(parameter.Role)]);
            }
        }

        var options = new TrainingOptions { Epochs = 2, BatchSize = 4, Seed = 3, Optimizer = OptimizerCatalog.Create("SGD") };
        NetworkWeights one = Trainer.Train(seen, data, options).Network.Weights;
        NetworkWeights other = Trainer.Train(unseen, data, options).Network.Weights;
        foreach (NetworkLayer layer in seen.Layers)
        {
            foreach (string name in layer.Parameters.Select(parameter => layer.TensorName(parameter.Role)))
            {
                Assert.NotEqual(seen.Weights[name].Data, one[name].Data);
                AssertClose(other[name].Data, one[name].Data);
            }
        }

        Network Build(Layer[] layers)
        {
            Network network = Network.Create(data.InputShape);
            foreach (Layer layer in layers)
            {
                network = network.Add(layer);
            }

            return network.Flatten().Softmax(3);
        }
    }

    private static void AssertClose(float[] expected, float[] actual, float leastScale = 0)
    {
        float scale = Math.Max(leastScale, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1e-5f * scale, 1e-5f * scale));
    }

    private static ConvLayer Conv(int filters, int size) =>
        new(filters) { KernelHeight = size, KernelWidth = size, Activation = ReLUActivation.Instance };
}
