using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Shapes, counts and refusals of transposed convolutions; the numbers are in <see cref="ConvTransposeOperationTests"/>.</summary>
public class ConvTransposeLayerTests
{
    // The first layers of the generator in Keras' DCGAN example: Conv2DTranspose(128, kernel_size=4, strides=2, padding="same").
    [Fact]
    public void The_generator_of_Keras_has_its_published_shapes_and_counts()
    {
        var layer = new ConvTransposeLayer(128) { KernelHeight = 4, KernelWidth = 4, Stride = 2, Padding = Padding.Same };
        Network network = Network.Create(new Shape(128))
            .Add(new DenseLayer(7 * 7 * 128))
            .Add(new ReshapeLayer(new Shape(7, 7, 128)))
            .Add(layer)
            .Add(layer with { Filters = 256 })
            .Add(new ConvLayer(1) { KernelHeight = 5, KernelWidth = 5, Padding = Padding.Same, Activation = SigmoidActivation.Instance });
        Assert.Equal(new Shape(14, 14, 128), network.Layers[2].OutputShape);
        Assert.Equal(262_272, network.Layers[2].ParameterCount);
        Assert.Equal(new Shape(28, 28, 256), network.Layers[3].OutputShape);
        Assert.Equal(524_544, network.Layers[3].ParameterCount);
        Assert.Equal(new Shape(28, 28, 1), network.OutputShape);
    }

    [Theory]
    [InlineData(7, 3, 2, 1, 15)] // (7 - 1) 2 + 3
    [InlineData(7, 4, 2, 1, 16)]
    [InlineData(7, 2, 3, 1, 21)] // a kernel smaller than the stride leaves no line out: 7 * 3
    [InlineData(5, 3, 1, 2, 9)] // 4 + 5
    public void Valid_padding_makes_the_sizes_of_Keras(int size, int kernel, int stride, int dilation, int expected)
    {
        var layer = new ConvTransposeLayer(3) { KernelHeight = kernel, KernelWidth = kernel, Stride = stride, Dilation = dilation };
        Assert.Equal(new Shape(expected, expected, 3), layer.GetOutputShape(new Shape(size, size, 2)));
    }

    [Fact]
    public void What_does_not_fit_says_so()
    {
        AssertShape(new ConvTransposeLayer(4) { Name = "t" }, new Shape(8), "NeedsImage", "'t'", "28, 28, 1");
        AssertShape(new ConvTransposeLayer(4) { Name = "t", Groups = 2 }, new Shape(4, 4, 3), "GroupsDoNotDivide", "'t'", "3 input channels");
        AssertShape(new ConvTransposeLayer(4) { Name = "t", Padding = Padding.Explicit(3) }, new Shape(2, 9, 1), "NothingLeft", "'t'", "2x9x1");
        AssertShape(new ConvTransposeLayer(4) { Name = "t", Stride = 100000 }, new Shape(9, 9, 1), "OutputTooLarge", "'t'", "900000x900000x4");
        AssertShape(new ConvTransposeLayer(4) { Name = "t", KernelHeight = 5 }, new Shape(9, 1), "KernelNotScalar", "'t'", "5x3", "9x1");
        AssertSetting(new ConvTransposeLayer(0), "ConvolutionOutOfRange");
        AssertSetting(new ConvTransposeLayer(4) { Padding = Padding.Causal }, "PaddingNotSupported");
        AssertSetting(new ConvTransposeLayer(4) { OutputPadding = 1, Padding = Padding.Explicit(1) }, "OutputPaddingOutOfRange");
        AssertSetting(new ConvTransposeLayer(4) { OutputPadding = 1, Stride = 2 }, "OutputPaddingOutOfRange");
    }

    private static void AssertShape(Layer layer, Shape input, string errorId, params string[] words)
    {
        ShapeException error = Assert.Throws<ShapeException>(() => layer.GetOutputShape(input));
        Assert.Equal(errorId, error.ErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static void AssertSetting(Layer layer, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<EngineException>((layer with { Name = "t" }).Validate).ErrorId);
}
