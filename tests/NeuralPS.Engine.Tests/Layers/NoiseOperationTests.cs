using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class NoiseOperationTests
{
    [Fact]
    public void Has_the_mean_and_the_standard_deviation()
    {
        const int Count = 256 * 1000;
        float[] y = Run(new Shape(1000), 256, 256);
        double mean = y.Average(value => (double)value);
        double variance = y.Average(value => (value - mean) * (value - mean));
        double fourth = y.Average(value => Math.Pow((value - mean) / 0.5, 4));
        Assert.Equal(0, mean, 5 * 0.5 / Math.Sqrt(Count));
        Assert.Equal(0.25, variance, 5 * 0.25 * Math.Sqrt(2.0 / Count));
        Assert.Equal(3, fourth, 5 * Math.Sqrt(96.0 / Count));
    }

    [Fact]
    public void Elements_are_independent_of_their_neighbours()
    {
        float[] y = Run(new Shape(640), 400, 400);
        foreach (int distance in new[] { 1, 2, 8, 16, 64, 640, 2 * 640, 4 * 640 })
        {
            int pairs = y.Length - distance;
            double product = Enumerable.Range(0, pairs).Average(i => (double)y[i] * y[i + distance]);
            Assert.Equal(0, product, 5 * 0.25 / Math.Sqrt(pairs));
        }
    }

    [Fact]
    public void Follows_its_definition()
    {
        const int Pixels = 6 * 2;
        var stream = new RandomStream(1, RandomPurpose.Noise, 1, 1, 0);
        float[] y = Run(new Shape(3, 2, 20), 7, 7);
        foreach ((int sample, int pixel, int channel) in new[] { (0, 0, 0), (1, 5, 3), (3, 2, 19), (6, 4, 17) })
        {
            int p = (channel / 16 * 6) + pixel;
            (uint a, uint b, uint c, uint d) = stream.GetBlock((((sample / 4 * Pixels) + p) * 16) + (channel % 16));
            (uint radiusWord, uint angleWord) = sample % 4 < 2 ? (a, b) : (c, d);
            double radius = Math.Sqrt(-2 * Math.Log((radiusWord + 0.5) / 4294967296.0));
            double angle = 2 * Math.PI * (angleWord + 0.5) / 4294967296.0;
            double expected = 0.5 * radius * (sample % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle));
            Assert.Equal(expected, y[(((sample * 6) + pixel) * 20) + channel], 1e-6);
        }
    }

    [Fact]
    public void Neither_threads_nor_batch_size_nor_halos_change_a_bit()
    {
        foreach (Shape shape in new[] { new Shape(1000), new Shape(13, 11, 40) })
        {
            float[] one = Run(shape, 70, 67);
            Assert.Equal(one, Run(shape, 70, 67, threads: 3));
            Assert.Equal(one[..(13 * shape.Length)], Run(shape, 13, 13));
        }

        var image = new Shape(5, 4, 20);
        Assert.Equal(Run(image, 9, 9), Run(image, 9, 9, halo: new Halo(1, 2, 3, 0)));
    }

    [Fact]
    public void Seed_epoch_and_batch_give_other_numbers()
    {
        using var harness = new OperationHarness(new NoiseLayer(1), new Shape(500), 8);
        Step step = harness.StepOf(8);
        float[] first = Forward(step);
        Assert.Equal(first, Forward(step));
        foreach (Step other in new[] { Other(step, 2, 1, 0), Other(step, 1, 2, 0), Other(step, 1, 1, 1) })
        {
            Assert.Equal(0, Forward(other).Zip(first, (a, b) => (double)a * b).Average(), 0.1);
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
    public void Without_training_nothing_is_added_and_the_gradient_passes()
    {
        foreach (Shape shape in new[] { new Shape(37), new Shape(3, 2, 5) })
        {
            using var harness = new OperationHarness(
                new NoiseLayer(3), shape, 4, outputHalo: shape.IsImage ? new Halo(1, 0, 1, 0) : default);
            float[] x = [.. Enumerable.Range(0, 4 * shape.Length)];
            harness.SetInput(x);
            harness.Forward(4, isTraining: false);
            Assert.Equal(x, harness.GetOutput(4));
            harness.SetOutputGradient(x);
            harness.Backward(4);
            Assert.Equal(x, harness.GetInputGradient(4));
            harness.AssertPaddingIsZero();
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_standard_deviation_out_of_range_is_refused(double value)
    {
        EngineException error = Assert.Throws<EngineException>(new NoiseLayer(value) { Name = "n" }.Validate);
        Assert.Equal("NoiseOutOfRange", error.ErrorId);
        Assert.Contains("'n'", error.Message, StringComparison.Ordinal);
    }

    // Zeros, so that what comes out is the noise.
    private static float[] Run(Shape shape, int batch, int rows, int threads = 1, Halo halo = default)
    {
        using var harness = new OperationHarness(new NoiseLayer(0.5), shape, batch, threads, extraInputHalo: halo);
        harness.Forward(rows);
        harness.AssertPaddingIsZero();
        return harness.GetOutput(rows);
    }
}
