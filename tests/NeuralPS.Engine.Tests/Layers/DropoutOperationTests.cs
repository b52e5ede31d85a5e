using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public unsafe class DropoutOperationTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    [InlineData(0)]
    public void Keeps_the_rate_and_the_mean(double rate)
    {
        const int Count = 256 * 1000;
        float[] y = Run(new Shape(1000), 256, 256, rate: rate);
        double kept = y.Count(value => value != 0) / (double)Count;
        double error = 5 * Math.Sqrt(rate * (1 - rate) / Count);
        Assert.Equal(1 - rate, kept, error + 1e-12);
        Assert.Equal(1, y.Average(value => (double)value), (error / (1 - rate)) + 1e-6);
        Assert.All(y, value => Assert.True(value == 0 || value == (float)(1 / (1 - rate))));
    }

    [Fact]
    public void Elements_drop_independently_of_their_neighbours()
    {
        float[] y = Run(new Shape(640), 400, 400, rate: 0.5);
        foreach (int distance in new[] { 1, 2, 8, 16, 64, 640, 4 * 640 })
        {
            int equal = 0;
            int pairs = y.Length - distance;
            for (int i = 0; i < pairs; i++)
            {
                equal += y[i] == y[i + distance] ? 1 : 0;
            }

            Assert.Equal(0.5, equal / (double)pairs, 5 * 0.5 / Math.Sqrt(pairs));
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        foreach (Shape shape in new[] { new Shape(1000), new Shape(13, 11, 40) })
        {
            float[] one = Run(shape, 70, 67);
            Assert.Equal(one, Run(shape, 70, 67, threads: 2));
            Assert.Equal(one, Run(shape, 70, 67, threads: 3));
        }
    }

    [Fact]
    public void The_mask_depends_neither_on_the_batch_size_nor_on_halos()
    {
        foreach (Shape shape in new[] { new Shape(100), new Shape(5, 4, 20) })
        {
            float[] all = Run(shape, 50, 50);
            Assert.Equal(all[..(13 * shape.Length)], Run(shape, 13, 13));
            Assert.Equal(all[..(13 * shape.Length)], Run(shape, 30, 13));
        }

        var image = new Shape(5, 4, 20);
        Assert.Equal(Run(image, 9, 9), Run(image, 9, 9, halo: new Halo(1, 2, 3, 0)));
    }

    [Fact]
    public void Seed_layer_epoch_and_batch_give_other_masks()
    {
        using var harness = new OperationHarness(new DropoutLayer(0.5), new Shape(500), 8);
        harness.SetInput([.. Enumerable.Repeat(1f, 4000)]);
        Step step = harness.StepOf(8);
        float[] first = Forward(step);
        Assert.Equal(first, Forward(step));
        foreach (Step other in new[] { Other(step, 2, 1, 0), Other(step, 1, 2, 0), Other(step, 1, 1, 1) })
        {
            Assert.Equal(0.5, Forward(other).Zip(first, (a, b) => a == b ? 1.0 : 0.0).Average(), 0.05);
        }

        float[] Forward(Step at)
        {
            harness.Operation.Forward(at);
            return harness.GetOutput(8);
        }

        static Step Other(Step step, ulong seed, int epoch, int batch) =>
            new() { Rows = step.Rows, IsTraining = true, Pool = step.Pool, Seed = seed, Epoch = epoch, Batch = batch };
    }

    [Fact]
    public void The_gradient_passes_through_the_same_mask()
    {
        foreach (Shape shape in new[] { new Shape(37), new Shape(3, 5, 18) })
        {
            using var harness = new OperationHarness(new DropoutLayer(0.4), shape, 6, extraInputHalo: shape.IsImage ? new Halo(1, 1, 1, 1) : default);
            var random = new Random(1);
            float[] x = Numbers.Uniform(random, 6 * shape.Length, 1, 2);
            float[] dy = Numbers.Uniform(random, 6 * shape.Length, 1, 2);
            harness.SetInput(x);
            harness.Forward(6);
            harness.SetOutputGradient(dy);
            harness.Backward(6);
            float[] y = harness.GetOutput(6);
            float[] dx = harness.GetInputGradient(6);
            float scale = (float)(1 / 0.6);
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(y[i] == 0 ? 0 : x[i] * scale, y[i]);
                Assert.Equal(y[i] == 0 ? 0 : dy[i] * scale, dx[i]);
            }

            harness.AssertPaddingIsZero();
        }
    }

    [Fact]
    public void Without_training_nothing_is_dropped()
    {
        using var harness = new OperationHarness(new DropoutLayer(0.9), new Shape(3, 2, 5), 4, outputHalo: new Halo(1, 0, 1, 0));
        float[] x = [.. Enumerable.Range(0, 4 * 30)];
        harness.SetInput(x);
        harness.Forward(4, isTraining: false);
        Assert.Equal(x, harness.GetOutput(4));
        harness.AssertPaddingIsZero();
    }

    [Fact]
    public void The_vector_forms_draw_the_same_masks_as_the_scalar_one()
    {
        var stream = new RandomStream(0x1234_5678_9ABC_DEF0, RandomPurpose.Dropout, 3, 5, 7);
        foreach (uint threshold in new[] { 0u, 1u, 0x3333_3333u, 0x8000_0000u, uint.MaxValue })
        {
            ushort[] expected = Draw(DropoutMask.DrawByScalars);
            Assert.Equal(expected, Draw(DropoutMask.Draw));
            if (Words256.IsSupported)
            {
                Assert.Equal(expected, Draw(DropoutMask.Draw<Words256>));
            }

            if (Words512.IsSupported)
            {
                Assert.Equal(expected, Draw(DropoutMask.Draw<Words512>));
            }

            ushort[] Draw(Drawing draw)
            {
                var masks = new ushort[4 * 33];
                fixed (ushort* target = masks)
                {
                    draw(stream, 1_000_000, 33, threshold, target, 33, 1);
                }

                return masks;
            }
        }
    }

    private delegate void Drawing(
        RandomStream stream, long firstUnit, int pixels, uint threshold, ushort* masks, long sampleStride, long pixelStride);

    // Ones, so that what comes out shows the mask.
    private static float[] Run(Shape shape, int batch, int rows, int threads = 1, double rate = 0.5, Halo halo = default)
    {
        using var harness = new OperationHarness(new DropoutLayer(rate), shape, batch, threads, extraInputHalo: halo);
        harness.SetInput([.. Enumerable.Repeat(1f, rows * shape.Length)]);
        harness.Forward(rows);
        harness.AssertPaddingIsZero();
        return harness.GetOutput(rows);
    }
}
