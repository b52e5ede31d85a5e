using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class PoolingOperationTests
{
    public static TheoryData<PoolingKind, int, int, Padding, int> Cases
    {
        get
        {
            var cases = new TheoryData<PoolingKind, int, int, Padding, int>();
            foreach (PoolingKind kind in Enum.GetValues<PoolingKind>().Where(kind => kind != PoolingKind.AdaptiveAverage))
            {
                foreach (int channels in new[] { 1, 16, 19 })
                {
                    cases.Add(kind, 2, 0, Padding.Valid, channels);
                    cases.Add(kind, 3, 2, Padding.Valid, channels);
                    cases.Add(kind, 3, 1, Padding.Same, channels);
                    cases.Add(kind, 2, 3, Padding.Valid, channels);
                    cases.Add(kind, 3, 2, Padding.Explicit(1), channels);
                    cases.Add(kind, 5, 2, Padding.Same, channels);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pooling_matches_plain_loops(PoolingKind kind, int size, int stride, Padding padding, int channels)
    {
        var layer = new PoolingLayer(kind) { Name = "p", Size = size, Stride = stride, Padding = padding };
        foreach ((int height, int width) in new[] { (6, 6), (7, 9), (13, 5) })
        {
            Compare(layer, new Shape(height, width, channels), default, default, 1);
            Compare(layer, new Shape(height, width, channels), new Halo(2, 1, 1, 3), layer.IsGlobal ? default : new Halo(1, 1, 2, 1), 2);
        }
    }

    [Fact]
    public void Max_pooling_of_the_lectures_example()
    {
        using var harness = new OperationHarness(new PoolingLayer(PoolingKind.Max), new Shape(4, 4, 1), 1);
        harness.SetInput([1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4]);
        harness.Forward(1);
        Assert.Equal([6, 8, 3, 4], harness.GetOutput(1));
        harness.SetOutputGradient([10, 20, 30, 40]);
        harness.Backward(1);
        Assert.Equal([0, 0, 0, 0, 0, 10, 0, 20, 30, 0, 0, 0, 0, 0, 0, 40], harness.GetInputGradient(1));
    }

    [Fact]
    public void Of_equal_maxima_the_first_receives_the_gradient()
    {
        foreach (PoolingKind kind in new[] { PoolingKind.Max, PoolingKind.GlobalMax })
        {
            using var harness = new OperationHarness(new PoolingLayer(kind), new Shape(2, 2, 1), 1);
            harness.SetInput([0, 7, 7, 7]);
            harness.Forward(1);
            harness.SetOutputGradient([1]);
            harness.Backward(1);
            Assert.Equal([0, 1, 0, 0], harness.GetInputGradient(1));
        }
    }

    // With windows of 2 x 2 side by side, and with windows that overlap.
    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Winners_that_a_rectifier_cut_off_receive_nothing(int size, int stride)
    {
        var layer = new PoolingLayer(PoolingKind.Max) { Name = "p", Size = size, Stride = stride };
        var shape = new Shape(6, 8, 19);
        using var plain = new OperationHarness(layer, shape, 2);
        using var rectified = new OperationHarness(layer, shape, 2, differentiatesRectifier: true);
        var random = new Random(3);
        float[] a = [.. Enumerable.Range(0, 2 * shape.Length).Select(i => i == 77 ? float.NaN : Math.Max(0, random.Next(-19, 3)))];
        float[] dy = Numbers.Uniform(random, 2 * layer.GetOutputShape(shape).Length);
        foreach (OperationHarness harness in new[] { plain, rectified })
        {
            harness.SetInput(a);
            harness.Forward(2);
            harness.SetOutputGradient(dy);
            harness.Backward(2);
        }

        Assert.Equal(plain.GetOutput(2), rectified.GetOutput(2));
        float[] expected = plain.GetInputGradient(2);
        Assert.Contains(expected.Zip(a), pair => pair.First != 0 && pair.Second == 0);
        Assert.Equal(expected.Zip(a, (da, value) => value > 0 ? da : 0), rectified.GetInputGradient(2));
    }

    [Fact]
    public void Padding_never_wins_and_is_not_counted()
    {
        float[] x = [-1, -2, -3, -4];
        var max = new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 1, Padding = Padding.Same };
        var average = max with { Pooling = PoolingKind.Average };
        Assert.Equal([-1, -1, -1, -1], Run(max));
        Assert.Equal([-2.5f, -2.5f, -2.5f, -2.5f], Run(average));

        float[] Run(PoolingLayer layer)
        {
            using var harness = new OperationHarness(layer, new Shape(2, 2, 1), 1, isTraining: false, extraInputHalo: new Halo(1, 1, 1, 1));
            harness.SetInput(x);
            harness.Forward(1);
            return harness.GetOutput(1);
        }
    }

    [Theory]
    [InlineData(PoolingKind.Max)]
    [InlineData(PoolingKind.GlobalMax)]
    public void NaN_and_infinity_do_not_vanish(PoolingKind kind)
    {
        using var harness = new OperationHarness(new PoolingLayer(kind), new Shape(2, 2, 3), 1);
        float nan = float.NaN;
        float low = float.NegativeInfinity;
        harness.SetInput([1, low, 1, nan, low, 2, 3, low, 3, 4, low, nan]);
        harness.Forward(1);
        Assert.Equal([nan, low, nan], harness.GetOutput(1));
        harness.SetOutputGradient([1, 1, 1]);
        harness.Backward(1);
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], harness.GetInputGradient(1));
    }

    private static void Compare(PoolingLayer layer, Shape shape, Halo inputHalo, Halo outputHalo, int threads)
    {
        const int Batch = 3;
        using var harness = new OperationHarness(layer, shape, Batch, threads, extraInputHalo: inputHalo, outputHalo: outputHalo);
        var random = new Random(7);
        foreach (int rows in new[] { Batch, 2 })
        {
            // Few different values, so that equal maxima occur.
            float[] x = [.. Enumerable.Range(0, rows * shape.Length).Select(_ => (float)random.Next(-9, 2))];
            float[] dy = Numbers.Uniform(random, rows * layer.GetOutputShape(shape).Length);
            harness.SetInput(x);
            harness.Forward(rows);
            harness.SetOutputGradient(dy);
            harness.Backward(rows);
            (double[] y, double[] dx) = Reference(layer, shape, rows, x, dy);
            Numbers.AssertClose(y, harness.GetOutput(rows), 1, "output");
            Numbers.AssertClose(dx, harness.GetInputGradient(rows), 1, "gradient of the input");
            harness.AssertPaddingIsZero();
        }
    }

    private static (double[] Y, double[] Dx) Reference(PoolingLayer layer, Shape shape, int rows, float[] x, float[] dy)
    {
        Shape output = layer.GetOutputShape(shape);
        int channels = shape[2];
        var y = new double[rows * output.Length];
        var dx = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int n = i / output.Length;
            int c = i % channels;
            int top = 0;
            int left = 0;
            int height = shape[0];
            int width = shape[1];
            if (!layer.IsGlobal)
            {
                Window window = layer.GetWindow(shape);
                top = (i % output.Length / channels / output[1] * window.Stride) - window.Halo.Top;
                left = (i / channels % output[1] * window.Stride) - window.Halo.Left;
                (height, width) = (layer.Size, layer.Size);
            }

            int[] inside =
            [
                .. from iy in Enumerable.Range(top, height)
                   from ix in Enumerable.Range(left, width)
                   where iy >= 0 && iy < shape[0] && ix >= 0 && ix < shape[1]
                   select (((((n * shape[0]) + iy) * shape[1]) + ix) * channels) + c,
            ];
            if (layer.Pooling is PoolingKind.Max or PoolingKind.GlobalMax)
            {
                int winner = inside.MaxBy(index => x[index]);
                y[i] = x[winner];
                dx[winner] += dy[i];
                continue;
            }

            y[i] = inside.Average(index => (double)x[index]);
            foreach (int index in inside)
            {
                dx[index] += dy[i] / (double)inside.Length;
            }
        }

        return (y, dx);
    }
}
