using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class FlattenOperationTests
{
    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(4, 5, 16)]
    [InlineData(5, 5, 64)]
    [InlineData(3, 3, 40)]
    public void The_order_is_line_pixel_channel(int height, int width, int channels)
    {
        foreach (Halo halo in new[] { default, new Halo(1, 2, 3, 1) })
        {
            Check(new Shape(height, width, channels), null, halo);
        }
    }

    [Fact]
    public void Plain_images_and_sequences_flatten_too()
    {
        Check(new Shape(5, 4, 3), Layout.ForPlainImages(7, 5, 4, 3, new Halo(1, 1, 1, 1)), default);
        Check(new Shape(6, 3), Layout.ForImages(7, 1, 6, 3), default);
    }

    [Fact]
    public void Flat_samples_stay_as_they_are() => Check(new Shape(37), null, default);

    private static void Check(Shape shape, Layout? input, Halo halo)
    {
        const int Batch = 7;
        foreach (int threads in new[] { 1, 2 })
        {
            using var harness = new OperationHarness(new FlattenLayer(), shape, Batch, threads, input: input, extraInputHalo: halo);
            foreach (int rows in new[] { Batch, 5 })
            {
                float[] x = [.. Enumerable.Range(1, rows * shape.Length)];
                float[] dy = [.. x.Select(value => -value)];
                harness.SetInput(x);
                harness.Forward(rows);
                Assert.Equal(x, harness.GetOutput(rows));
                harness.SetOutputGradient(dy);
                harness.Backward(rows);
                Assert.Equal(dy, harness.GetInputGradient(rows));
                harness.AssertPaddingIsZero();
            }
        }
    }
}
