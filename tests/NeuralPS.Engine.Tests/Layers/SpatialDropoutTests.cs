using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class SpatialDropoutTests
{
    [Fact]
    public void Drops_whole_channels_at_the_rate()
    {
        var shape = new Shape(3, 2, 40);
        float[] y = Run(shape, 500, default, 1);
        int dropped = 0;
        for (int sample = 0; sample < 500; sample++)
        {
            for (int channel = 0; channel < 40; channel++)
            {
                float first = y[(sample * shape.Length) + channel];
                Assert.True(first == 0 || first == (float)(1 / 0.7));
                dropped += first == 0 ? 1 : 0;
                for (int pixel = 1; pixel < 6; pixel++)
                {
                    Assert.Equal(first, y[(sample * shape.Length) + (pixel * 40) + channel]);
                }
            }
        }

        Assert.Equal(0.3, dropped / 20000.0, 5 * Math.Sqrt(0.3 * 0.7 / 20000));
    }

    [Fact]
    public void Channels_and_samples_drop_independently()
    {
        float[] y = Run(new Shape(1, 1, 64), 1000, default, 1);
        foreach (int distance in new[] { 1, 2, 16, 64, 256 })
        {
            int pairs = y.Length - distance;
            double both = Enumerable.Range(0, pairs).Count(i => y[i] == 0 && y[i + distance] == 0) / (double)pairs;
            Assert.Equal(0.09, both, 0.01);
        }
    }

    [Fact]
    public void Neither_threads_nor_halos_change_a_bit()
    {
        var shape = new Shape(9, 11, 40);
        float[] one = Run(shape, 37, default, 1);
        Assert.Equal(one, Run(shape, 37, default, 3));
        Assert.Equal(one, Run(shape, 37, new Halo(1, 2, 0, 1), 2));
    }

    [Fact]
    public void The_gradient_passes_through_the_same_mask()
    {
        var shape = new Shape(3, 5, 18);
        using var harness = new OperationHarness(new DropoutLayer(0.4) { IsSpatial = true }, shape, 6, outputHalo: new Halo(1, 1, 1, 1));
        var random = new Random(1);
        float[] x = Numbers.Uniform(random, 6 * shape.Length, 1, 2);
        float[] dy = Numbers.Uniform(random, 6 * shape.Length, 1, 2);
        harness.SetInput(x);
        harness.Forward(6);
        harness.SetOutputGradient(dy);
        harness.Backward(6);
        float[] y = harness.GetOutput(6);
        float scale = (float)(1 / 0.6);
        Assert.Equal(dy.Select((value, i) => y[i] == 0 ? 0 : value * scale), harness.GetInputGradient(6));
        harness.AssertPaddingIsZero();
    }

    [Fact]
    public void Flat_samples_are_refused()
    {
        ShapeException error = Assert.Throws<ShapeException>(
            () => new DropoutLayer(0.5) { Name = "d", IsSpatial = true }.GetOutputShape(new Shape(10)));
        Assert.Equal("NeedsImage", error.ErrorId);
        Assert.Contains("'d'", error.Message, StringComparison.Ordinal);
    }

    // Ones, so that what comes out shows the mask.
    private static float[] Run(Shape shape, int rows, Halo halo, int threads)
    {
        using var harness = new OperationHarness(new DropoutLayer(0.3) { IsSpatial = true }, shape, rows, threads, extraInputHalo: halo);
        harness.SetInput([.. Enumerable.Repeat(1f, rows * shape.Length)]);
        harness.Forward(rows);
        harness.AssertPaddingIsZero();
        return harness.GetOutput(rows);
    }
}
