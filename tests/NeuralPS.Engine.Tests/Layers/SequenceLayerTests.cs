using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Layers over sequences of shape (length, channels); the numbers are those of torch's one-dimensional functions.</summary>
public class SequenceLayerTests
{
    private static readonly float[] TwoChannels = [1, 6, 2, 5, 3, 4, 4, 3, 5, 2, 6, 1];

    private static readonly float[] Kernel = [1, 0, 2, -1, 3, 1];

    /// <summary>A layer, and the one that does the same to images of a single line.</summary>
    public static TheoryData<Layer, Layer> Twins => new()
    {
        { new ConvLayer(5) { Name = "x" }, new ConvLayer(5) { Name = "x", KernelHeight = 1 } },
        {
            new ConvLayer(18)
            {
                Name = "x", KernelHeight = 5, KernelWidth = 5, Stride = 2, Padding = Padding.Same, Activation = GELUActivation.Instance,
            },
            new ConvLayer(18)
            {
                Name = "x", KernelHeight = 1, KernelWidth = 5, Stride = 2, Padding = Padding.Same, Activation = GELUActivation.Instance,
            }
        },
        {
            new ConvLayer(38) { Name = "x", Dilation = 2, Groups = 19, Padding = Padding.Same },
            new ConvLayer(38) { Name = "x", KernelHeight = 1, Dilation = 2, Groups = 19, Padding = Padding.Same }
        },
        {
            new ConvTransposeLayer(5) { Name = "x", Stride = 2, Padding = Padding.Explicit(0) },
            new ConvTransposeLayer(5) { Name = "x", KernelHeight = 1, Stride = 2, Padding = Padding.Explicit(0) }
        },
        { new CroppingLayer(2, 2, 2, 2), new CroppingLayer(0, 0, 2, 2) },
        { new ZeroPaddingLayer(2, 2, 2, 2), new ZeroPaddingLayer(0, 0, 2, 2) },
        {
            new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 4, OutputWidth = 4 },
            new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 1, OutputWidth = 4 }
        },
        { new PoolingLayer(PoolingKind.GlobalMax), new PoolingLayer(PoolingKind.GlobalMax) },
        { new PoolingLayer(PoolingKind.GlobalAverage), new PoolingLayer(PoolingKind.GlobalAverage) },
        { new ActivationLayer(SoftmaxActivation.Instance), new ActivationLayer(SoftmaxActivation.Instance) },
        { new DropoutLayer(0.5) { IsSpatial = true }, new DropoutLayer(0.5) { IsSpatial = true } },
        { new NoiseLayer(0.5), new NoiseLayer(0.5) },
    };

    // conv1d(x, w, b, stride=2, padding=1) and its gradients for dy = 1, 2, 3.
    [Fact]
    public void A_convolution_gives_the_numbers_of_PyTorch()
    {
        var layer = new ConvLayer(1) { Name = "c", Stride = 2, Padding = Padding.Explicit(1) };
        Assert.Equal(new Shape(1, 3, 2), layer.GetParameters(new Shape(6, 2))[0].Shape);
        using var harness = new OperationHarness(layer, new Shape(6, 2), 1);
        harness.SetParameter("weight", Kernel);
        harness.SetParameter("bias", [0.5f]);
        harness.SetInput(TwoChannels);
        harness.Forward(1);
        Assert.Equal([7.5f, 19.5f, 31.5f], harness.GetOutput(1));
        harness.SetOutputGradient([1, 2, 3]);
        harness.Backward(1);
        Assert.Equal([2, -1, 5, 1, 4, -2, 9, 2, 6, -3, 9, 3], harness.GetInputGradient(1));
        Assert.Equal([16, 19, 22, 20, 28, 14], harness.GetParameterGradient("weight"));
        Assert.Equal([6], harness.GetParameterGradient("bias"));
        harness.AssertPaddingIsZero();
    }

    [Theory]
    [InlineData(PaddingKind.Valid, new[] { 20.5f, 26.5f })] // conv1d(x, w, b, dilation=2)
    [InlineData(PaddingKind.Causal, new[] { 9.5f, 11.5f, 9.5f, 14.5f, 20.5f, 26.5f })] // the same of pad(x, (4, 0))
    public void Dilation_and_causal_padding_give_the_numbers_of_PyTorch(PaddingKind padding, float[] expected)
    {
        var layer = new ConvLayer(1) { Name = "c", Dilation = 2, Padding = new Padding(padding) };
        using var harness = new OperationHarness(layer, new Shape(6, 2), 1);
        harness.SetParameter("weight", Kernel);
        harness.SetParameter("bias", [0.5f]);
        harness.SetInput(TwoChannels);
        harness.Forward(1);
        Assert.Equal(expected, harness.GetOutput(1));
    }

    [Fact]
    public void A_causal_convolution_never_looks_ahead()
    {
        var layer = new ConvLayer(2) { Name = "c", KernelWidth = 4, KernelHeight = 4, Dilation = 2, Stride = 3, Padding = Padding.Causal };
        var random = new Random(1);
        using var harness = new OperationHarness(layer, new Shape(11, 1), 1);
        harness.SetParameter("weight", Numbers.Uniform(random, 8));
        float[] x = Numbers.Uniform(random, 11);
        harness.SetInput(x);
        harness.Forward(1);
        float[] before = harness.GetOutput(1);
        Assert.Equal(8, before.Length);
        harness.SetInput([.. x.Select((value, i) => i > 6 ? 100 : value)]);
        harness.Forward(1);
        Assert.Equal(before[..6], harness.GetOutput(1)[..6]);
        Assert.NotEqual(before[6], harness.GetOutput(1)[6]);
    }

    [Fact]
    public void Poolings_give_the_numbers_of_PyTorch()
    {
        float[] x = [1, 5, 2, 4, 3, 6, 0];
        Check(new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 2 }, x, [5, 4, 6], [1, 2, 3], [0, 1, 0, 2, 0, 3, 0]);
        Check(
            new PoolingLayer(PoolingKind.Average) { Size = 3, Stride = 2, Padding = Padding.Explicit(1) },
            x,
            [3, 11 / 3f, 13 / 3f, 3],
            [2, 3, 6, 4],
            [1, 2, 1, 3, 2, 4, 2]);
        Check(
            new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 3, OutputWidth = 3 },
            x,
            [8 / 3f, 3, 3],
            [3, 3, 3],
            [1, 1, 2, 1, 2, 1, 1]);
        Check(new PoolingLayer(PoolingKind.GlobalMax), x, [6], [2], [0, 0, 0, 0, 0, 2, 0]);
        Check(new PoolingLayer(PoolingKind.GlobalAverage), x, [3], [7], [1, 1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void Upsampling_padding_and_cropping_work_along_the_length()
    {
        Check(new UpsamplingLayer(2), [0, 4, 2], [0, 0, 4, 4, 2, 2], [1, 2, 3, 4, 5, 6], [3, 7, 11]);
        Check(
            new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear },
            [0, 4, 2],
            [0, 1, 3, 3.5f, 2.5f, 2],
            [4, 4, 4, 4, 4, 4],
            [8, 8, 8]);
        Check(new ZeroPaddingLayer(0, 0, 1, 2), [3, 4], [0, 3, 4, 0, 0], [1, 2, 3, 4, 5], [2, 3]);
        Check(new ZeroPaddingLayer(1, 1, 1, 1), [3, 4], [0, 3, 4, 0], [1, 2, 3, 4], [2, 3]);
        Check(new CroppingLayer(0, 0, 1, 0), [3, 4, 5], [4, 5], [1, 2], [0, 1, 2]);
        Check(new CroppingLayer(1, 1, 1, 1), [3, 4, 5], [4], [1], [0, 1, 0]);
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public void Layers_do_to_sequences_what_they_do_to_images_of_one_line(Layer layer, Layer twin)
    {
        foreach (int threads in new[] { 1, 3 })
        {
            float[][] sequence = RunAll(layer, new Shape(40, 38), threads);
            float[][] image = RunAll(twin, new Shape(1, 40, 38), 1);
            Assert.Equal(image.Length, sequence.Length);
            for (int i = 0; i < image.Length; i++)
            {
                Numbers.AssertSameBits(image[i], sequence[i], $"{layer.Kind} {layer.Summary}, array {i} on {threads} threads");
            }
        }
    }

    [Fact]
    public void A_network_over_sequences_has_the_shapes_and_counts_of_Keras()
    {
        // Conv1D(32, 7) has 7 * 4 * 32 + 32 parameters; a kernel over sequences has one size in the table.
        Network network = Network.Create(new Shape(100, 4))
            .Add(new ConvLayer(32) { KernelHeight = 7, KernelWidth = 7, Activation = ReLUActivation.Instance })
            .Add(new PoolingLayer(PoolingKind.Max) { Size = 5 })
            .Add(new ConvLayer(16) { Padding = Padding.Causal, Dilation = 4 })
            .Add(new UpsamplingLayer(3))
            .Add(new FlattenLayer())
            .Add(new ReshapeLayer(new Shape(16, 54)))
            .Add(new PoolingLayer(PoolingKind.GlobalMax));
        Assert.Equal(
            ["94x32", "18x32", "18x16", "54x16", "864", "16x54", "54"], network.Layers.Select(layer => layer.OutputShape.ToString()));
        Assert.Equal(928, network.Layers[0].ParameterCount);
        Assert.Equal(94 * 7 * 4 * 32, network.Layers[0].MultiplyAdds);
        Assert.Equal(
            ["7, valid, ReLU", "max 5", "3, causal, dilation 4", "nearest 3"],
            network.Layers.Take(4).Select(layer => layer.Layer.GetSummary(layer.InputShape)));
    }

    [Fact]
    public void What_has_no_meaning_for_a_sequence_is_refused()
    {
        var shape = new Shape(28, 28);
        AssertShape(new ConvLayer(4) { Name = "x", KernelHeight = 5 }, shape, "KernelNotScalar", "'x'", "5x3", "28x28x1");
        AssertShape(
            new PoolingLayer(PoolingKind.AdaptiveAverage) { Name = "x", OutputHeight = 2, OutputWidth = 3 },
            shape,
            "KernelNotScalar",
            "2x3");
        AssertShape(new ZeroPaddingLayer(1, 0, 0, 0) { Name = "x" }, shape, "SequenceHasNoLines", "'x'", "1 lines above", "28x28x1");
        AssertShape(new CroppingLayer(1, 1, 2, 2) { Name = "x" }, shape, "SequenceHasNoLines", "'x'");
        AssertShape(new CroppingLayer(20, 20, 20, 20) { Name = "x" }, shape, "NothingLeft", "left 20, right 20");
        AssertShape(new ConvLayer(4) { Name = "x", KernelHeight = 29, KernelWidth = 29 }, shape, "WindowDoesNotFit", "window of 29,");
        AssertShape(new ConvLayer(4) { Name = "x", Padding = Padding.Causal }, new Shape(28, 28, 1), "CausalNeedsSequence", "28x28x1");
        EngineException error = Assert.Throws<EngineException>(
            () => Network.Create(shape).Add(new PoolingLayer(PoolingKind.Max) { Padding = Padding.Causal }));
        Assert.Equal("PaddingNotSupported", error.ErrorId);
    }

    private static void AssertShape(Layer layer, Shape input, string errorId, params string[] words)
    {
        ShapeException error = Assert.Throws<ShapeException>(() => layer.GetOutputShape(input));
        Assert.Equal(errorId, error.ErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static void Check(Layer layer, float[] x, float[] y, float[] dy, float[] dx)
    {
        using var harness = new OperationHarness(layer, new Shape(x.Length, 1), 1, extraInputHalo: new Halo(1, 2, 1, 1));
        harness.SetInput(x);
        harness.Forward(1);
        Assert.Equal(y, harness.GetOutput(1));
        harness.SetOutputGradient(dy);
        harness.Backward(1);
        Assert.Equal(dx, harness.GetInputGradient(1));
        harness.AssertPaddingIsZero();
    }

    private static float[][] RunAll(Layer layer, Shape shape, int threads)
    {
        var random = new Random(5);
        using var harness = new OperationHarness(layer, shape, 20, threads);
        IReadOnlyList<ParameterSpecification> parameters = layer.GetParameters(shape);
        foreach (ParameterSpecification parameter in parameters)
        {
            harness.SetParameter(parameter.Role, Numbers.Uniform(random, parameter.Shape.Length, -0.3f, 0.3f));
        }

        harness.SetInput(Numbers.Uniform(random, 20 * shape.Length));
        harness.Forward(20);
        harness.SetOutputGradient(Numbers.Uniform(random, 20 * harness.Output.Shape.Length));
        harness.Backward(20);
        return
        [
            harness.GetOutput(20), harness.GetInputGradient(20), .. parameters.Select(p => harness.GetParameterGradient(p.Role)),
        ];
    }
}
