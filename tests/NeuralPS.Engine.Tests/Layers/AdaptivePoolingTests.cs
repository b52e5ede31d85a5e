using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class AdaptivePoolingTests
{
    // Of 5 pixels to 3: windows 0..1, 1..3, 3..4, as PyTorch defines them.
    [Fact]
    public void Windows_share_pixels_where_the_sizes_do_not_divide()
    {
        using var harness = new OperationHarness(Adaptive(1, 3), new Shape(1, 5, 1), 1);
        harness.SetInput([1, 2, 3, 4, 8]);
        harness.Forward(1);
        Assert.Equal([1.5f, 3, 6], harness.GetOutput(1));
        harness.SetOutputGradient([2, 3, 4]);
        harness.Backward(1);
        Assert.Equal([1, 2, 1, 3, 2], harness.GetInputGradient(1));
    }

    [Fact]
    public void A_larger_output_repeats_pixels()
    {
        using var harness = new OperationHarness(Adaptive(1, 3), new Shape(1, 2, 1), 1);
        harness.SetInput([1, 3]);
        harness.Forward(1);
        Assert.Equal([1, 2, 3], harness.GetOutput(1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(6, 6)]
    [InlineData(7, 9)]
    [InlineData(10, 4)]
    public void Adaptive_pooling_matches_plain_loops(int outputHeight, int outputWidth)
    {
        PoolingLayer layer = Adaptive(outputHeight, outputWidth);
        foreach (Shape shape in new[] { new Shape(7, 9, 1), new Shape(6, 6, 19), new Shape(12, 18, 16) })
        {
            var random = new Random(7);
            float[] x = Numbers.Uniform(random, 3 * shape.Length);
            float[] dy = Numbers.Uniform(random, 3 * outputHeight * outputWidth * shape[2]);
            (double[] y, double[] dx) = Reference(layer, shape, x, dy);
            foreach (int threads in new[] { 1, 3 })
            {
                using var harness = new OperationHarness(
                    layer, shape, 3, threads, extraInputHalo: new Halo(1, 0, 2, 1), outputHalo: new Halo(1, 1, 0, 2));

                // What a step before has left must not matter.
                harness.SetInput(x);
                harness.Forward(3);
                harness.SetOutputGradient(dy);
                harness.Backward(3);
                harness.Backward(3);
                Numbers.AssertClose(y, harness.GetOutput(3), 4, "output");
                Numbers.AssertClose(dx, harness.GetInputGradient(3), 4, "gradient of the input");
                harness.AssertPaddingIsZero();
            }
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        float[][] gradients = [.. new[] { 1, 3 }.Select(threads =>
        {
            using var harness = new OperationHarness(Adaptive(6, 5), new Shape(23, 17, 40), 8, threads);
            var random = new Random(2);
            harness.SetInput(Numbers.Uniform(random, 8 * harness.Input.Shape.Length));
            harness.Forward(8);
            harness.SetOutputGradient(harness.GetOutput(8));
            harness.Backward(8);
            return harness.GetInputGradient(8);
        })];
        Numbers.AssertSameBits(gradients[0], gradients[1], "gradient of the input");
    }

    [Fact]
    public void The_output_size_belongs_to_the_adaptive_kind()
    {
        foreach (PoolingLayer layer in new[] { Adaptive(0, 3), Adaptive(3, -1), new PoolingLayer(PoolingKind.Max) { OutputHeight = 3, OutputWidth = 3 } })
        {
            EngineException error = Assert.Throws<EngineException>((layer with { Name = "p" }).Validate);
            Assert.Equal("PoolingOutputSize", error.ErrorId);
            Assert.Contains("'p'", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ShapeException>(() => Adaptive(2, 2).GetOutputShape(new Shape(10)));
        Assert.Throws<ShapeException>(() => Adaptive(100_000, 100_000).GetOutputShape(new Shape(2, 2, 3)));
    }

    private static PoolingLayer Adaptive(int height, int width) =>
        new(PoolingKind.AdaptiveAverage) { OutputHeight = height, OutputWidth = width };

    private static (double[] Y, double[] Dx) Reference(PoolingLayer layer, Shape shape, float[] x, float[] dy)
    {
        int channels = shape[2];
        var y = new double[dy.Length];
        var dx = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % channels;
            int ox = i / channels % layer.OutputWidth;
            int oy = i / channels / layer.OutputWidth % layer.OutputHeight;
            int n = i / channels / layer.OutputWidth / layer.OutputHeight;
            int[] inside =
            [
                .. from iy in Enumerable.Range(0, shape[0])
                   from ix in Enumerable.Range(0, shape[1])
                   where IsInside(iy, oy, shape[0], layer.OutputHeight) && IsInside(ix, ox, shape[1], layer.OutputWidth)
                   select (((((n * shape[0]) + iy) * shape[1]) + ix) * channels) + c,
            ];
            y[i] = inside.Average(index => (double)x[index]);
            foreach (int index in inside)
            {
                dx[index] += dy[i] / (double)inside.Length;
            }
        }

        return (y, dx);
    }

    private static bool IsInside(int index, int window, int size, int count) =>
        index >= Math.Floor((double)window * size / count) && index < Math.Ceiling((window + 1.0) * size / count);
}
