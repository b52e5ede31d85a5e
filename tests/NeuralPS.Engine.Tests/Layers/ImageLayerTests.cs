using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Layers without weights that rearrange or enlarge images: reshape, up-sampling, padding and cropping.</summary>
public class ImageLayerTests
{
    public static TheoryData<Layer> Linear =>
    [
        new UpsamplingLayer(2),
        new UpsamplingLayer(3),
        new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear },
        new UpsamplingLayer(3) { Method = UpsamplingMethod.Bilinear },
        new UpsamplingLayer(1) { Method = UpsamplingMethod.Bilinear },
        new ZeroPaddingLayer(1, 2, 3, 0),
        new ZeroPaddingLayer(0, 0, 0, 0),
        new ZeroPaddingLayer(0, 0, 0, 0) { Channels = 16 },
        new ZeroPaddingLayer(1, 0, 0, 2) { Channels = 40 },
        new ZeroPaddingLayer(0, 0, 0, 0) { Channels = 3 },
        new CroppingLayer(1, 2, 0, 1),
        new CroppingLayer(0, 3, 2, 1),
    ];

    [Fact]
    public void Nearest_repeats_pixels_and_sums_gradients() => Check(
        new UpsamplingLayer(2),
        new Shape(2, 2, 1),
        [1, 2, 3, 4],
        [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        [14, 22, 46, 54]);

    // The example in the documentation of torch.nn.Upsample, and the sums of the weights of each pixel.
    [Fact]
    public void Bilinear_matches_the_example_of_PyTorch() => Check(
        new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear },
        new Shape(2, 2, 1),
        [1, 2, 3, 4],
        [1, 1.25f, 1.75f, 2, 1.5f, 1.75f, 2.25f, 2.5f, 2.5f, 2.75f, 3.25f, 3.5f, 3, 3.25f, 3.75f, 4],
        [.. Enumerable.Repeat(1f, 16)],
        [4, 4, 4, 4]);

    [Fact]
    public void Bilinear_of_a_single_pixel_repeats_it() => Check(
        new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear },
        new Shape(1, 1, 1),
        [5],
        [5, 5, 5, 5],
        [1, 2, 3, 4],
        [10]);

    [Fact]
    public void Padding_puts_zeros_around_and_cropping_takes_the_border_off()
    {
        float[] small = [1, 2, 3, 4];
        float[] padded = [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0];
        float[] numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        Check(new ZeroPaddingLayer(1, 0, 1, 1), new Shape(2, 2, 1), small, padded, numbers, [6, 7, 10, 11]);
        Check(new CroppingLayer(1, 0, 1, 1), new Shape(3, 4, 1), numbers, [6, 7, 10, 11], small, padded);
    }

    // The shortcut of the CIFAR ResNets where the channels double: every second pixel, and zeros behind its channels.
    [Fact]
    public void Channels_of_zeros_stand_behind_the_others()
    {
        Check(
            new ZeroPaddingLayer(0, 0, 0, 0) { Channels = 2 },
            new Shape(1, 2, 2),
            [1, 2, 3, 4],
            [1, 2, 0, 0, 3, 4, 0, 0],
            [1, 2, 3, 4, 5, 6, 7, 8],
            [1, 2, 5, 6]);
        Check(
            new ZeroPaddingLayer(0, 0, 1, 0) { Channels = 1 },
            new Shape(1, 1, 1),
            [5],
            [0, 0, 5, 0],
            [1, 2, 3, 4],
            [3]);
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_backward_pass_is_the_transpose_of_the_forward_pass(Layer layer)
    {
        foreach (int channels in new[] { 1, 16, 19 })
        {
            var shape = new Shape(5, 4, channels);
            foreach (bool hasHalo in new[] { false, true })
            {
                using var harness = new OperationHarness(
                    layer, shape, 3, extraInputHalo: hasHalo ? new Halo(1, 2, 1, 3) : default, outputHalo: hasHalo ? new Halo(2, 1, 1, 2) : default);
                var random = new Random(3);
                float[] x = Numbers.Uniform(random, 2 * shape.Length);
                float[] dy = Numbers.Uniform(random, 2 * layer.GetOutputShape(shape).Length);

                // What lies there before must not matter.
                harness.SetInput(Numbers.Uniform(random, 3 * shape.Length));
                harness.Forward(3);
                harness.SetOutputGradient(Numbers.Uniform(random, dy.Length / 2 * 3));
                harness.Backward(3);
                harness.SetInput(x);
                harness.Forward(2);
                harness.SetOutputGradient(dy);
                harness.Backward(2);
                double outside = harness.GetOutput(2).Zip(dy, (a, b) => (double)a * b).Sum();
                double inside = harness.GetInputGradient(2).Zip(x, (a, b) => (double)a * b).Sum();
                Assert.Equal(outside, inside, 1e-3);
                harness.AssertPaddingIsZero();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_number_of_threads_does_not_change_a_bit(Layer layer)
    {
        var shape = new Shape(20, 21, 35);
        (float[] y, float[] dx) = Run(layer, shape, 1);
        (float[] otherY, float[] otherDx) = Run(layer, shape, 3);
        Numbers.AssertSameBits(y, otherY, "output");
        Numbers.AssertSameBits(dx, otherDx, "gradient of the input");
    }

    [Theory]
    [InlineData(24, 0, 0)]
    [InlineData(2, 3, 4)]
    [InlineData(4, 6, 1)]
    [InlineData(96, 0, 0)]
    [InlineData(3, 2, 16)]
    [InlineData(1, 3, 32)]
    [InlineData(3, 32, 1)]
    public void Reshape_keeps_the_order_of_the_elements(int height, int width, int channels)
    {
        Shape target = width == 0 ? new Shape(height) : new Shape(height, width, channels);
        Shape[] sources = target.Length == 24
            ? [new Shape(24), new Shape(3, 2, 4), new Shape(1, 1, 24), new Shape(24, 1, 1)]
            : [new Shape(96), new Shape(2, 3, 16), new Shape(4, 8, 3), new Shape(2, 1, 48)];
        foreach (Shape source in sources)
        {
            foreach (int threads in new[] { 1, 3 })
            {
                using var harness = new OperationHarness(
                    new ReshapeLayer(target), source, 7, threads, outputHalo: target.IsImage ? new Halo(1, 2, 1, 0) : default);
                float[] x = [.. Enumerable.Range(1, 5 * target.Length)];
                float[] dy = [.. x.Select(value => -value)];
                harness.SetInput(x);
                harness.Forward(5);
                Assert.Equal(x, harness.GetOutput(5));
                harness.SetOutputGradient(dy);
                harness.Backward(5);
                Assert.Equal(dy, harness.GetInputGradient(5));
                harness.AssertPaddingIsZero();
            }
        }
    }

    [Fact]
    public void Layers_that_do_not_fit_say_so()
    {
        AssertShape(new ReshapeLayer(new Shape(4, 4, 1)) { Name = "r" }, new Shape(15), "ReshapeLength", "'r'", "4x4x1", "16", "15");
        AssertShape(new UpsamplingLayer(2) { Name = "u" }, new Shape(8), "NeedsImage", "'u'", "8", "28, 28, 1");
        AssertShape(new UpsamplingLayer(1000) { Name = "u" }, new Shape(100, 100, 3), "OutputTooLarge", "'u'", "100000x100000x3", "100x100x3");
        AssertShape(new ZeroPaddingLayer(1, 1, 1, 1) { Name = "p" }, new Shape(8), "NeedsImage", "'p'");
        AssertShape(new ZeroPaddingLayer(int.MaxValue, int.MaxValue, 0, 0) { Name = "p" }, new Shape(2, 2, 1), "OutputTooLarge", "'p'", "2x2x1");
        AssertShape(
            new ZeroPaddingLayer(0, 0, 0, 0) { Name = "p", Channels = int.MaxValue }, new Shape(2, 2, 1), "OutputTooLarge", "'p'", "2x2x2147483648");
        AssertShape(new CroppingLayer(1, 1, 2, 2) { Name = "c" }, new Shape(5, 4, 1), "NothingLeft", "'c'", "5x4x1", "4 pixels");
        AssertShape(new CroppingLayer(1, 1, 2, 2) { Name = "c" }, new Shape(5), "NeedsImage", "'c'");
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Layer[] wrong =
        [
            new UpsamplingLayer(0), new UpsamplingLayer(1025), new ZeroPaddingLayer(-1, 0, 0, 0), new ZeroPaddingLayer(0, 0, 0, 0) { Channels = -1 }, new CroppingLayer(0, 0, 0, -1),
            new ReshapeLayer(new Shape(4, 6, 1, 1)),
        ];
        foreach (Layer layer in wrong)
        {
            Assert.Contains("'x'", Assert.Throws<EngineException>((layer with { Name = "x" }).Validate).Message, StringComparison.Ordinal);
        }
    }

    private static void AssertShape(Layer layer, Shape input, string errorId, params string[] words)
    {
        ShapeException error = Assert.Throws<ShapeException>(() => layer.GetOutputShape(input));
        Assert.Equal(errorId, error.ErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static void Check(Layer layer, Shape shape, float[] x, float[] y, float[] dy, float[] dx)
    {
        using var harness = new OperationHarness(layer, shape, 1);
        harness.SetInput(x);
        harness.Forward(1);
        Assert.Equal(y, harness.GetOutput(1));
        harness.SetOutputGradient(dy);
        harness.Backward(1);
        Assert.Equal(dx, harness.GetInputGradient(1));
        harness.AssertPaddingIsZero();
    }

    private static (float[] Y, float[] Dx) Run(Layer layer, Shape shape, int threads)
    {
        using var harness = new OperationHarness(layer, shape, 9, threads);
        var random = new Random(5);
        harness.SetInput(Numbers.Uniform(random, 9 * shape.Length));
        harness.Forward(9);
        harness.SetOutputGradient(Numbers.Uniform(random, 9 * layer.GetOutputShape(shape).Length));
        harness.Backward(9);
        return (harness.GetOutput(9), harness.GetInputGradient(9));
    }
}
