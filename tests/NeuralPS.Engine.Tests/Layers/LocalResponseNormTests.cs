using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Local response normalisation against PyTorch 1.13, whose alpha is the size times ours, and against its definition.</summary>
public class LocalResponseNormTests
{
    private static float[] Gradient { get; } = [1, -1, 0.5f, 2, 0, 1, -0.5f];

    [Fact]
    public void An_odd_size_agrees_with_PyTorch() => Check(
        new LocalResponseNormLayer { Size = 5, Alpha = 0.1, Beta = 0.75, K = 2 },
        [0.3993841f, 0.5981395f, 0.6619502f, 0.6622401f, 0.6400608f, 0.8033164f, 1.022446f],
        [0.3930889f, -0.3477824f, 0.03725616f, 0.2711614f, -0.1351756f, 0.01139238f, -0.08951352f]);

    [Fact]
    public void An_even_size_agrees_with_PyTorch() => Check(
        new LocalResponseNormLayer { Size = 4, Alpha = 0.1, Beta = 0.5, K = 1 },
        [0.8164966f, 1.290994f, 1.5f, 1.581139f, 1.613743f, 1.626978f, 2.020726f],
        [0.7971049f, -0.7831017f, 0.2068925f, 0.4700748f, -0.2647699f, 0.2499028f, -0.1691413f]);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(5, 16)]
    [InlineData(5, 37)]
    [InlineData(4, 50)]
    [InlineData(33, 40)]
    [InlineData(100, 20)]
    [InlineData(int.MaxValue, 20)]
    public void Every_shape_follows_its_definition(int size, int channels)
    {
        foreach (double beta in new[] { 0.75, 0.5, 1, 0.3, 0 })
        {
            foreach (Shape shape in new[] { new Shape(channels), new Shape(4, 3, channels), new Shape(5, channels) })
            {
                Compare(new LocalResponseNormLayer { Size = size, Alpha = 0.2, Beta = beta, K = 1.5 }, shape);
            }
        }
    }

    [Fact]
    public unsafe void Sums_of_neighbours_follow_their_definition()
    {
        using var values = new GuardedMemory(256 + 64);
        using var expected = new GuardedMemory(256);
        using var actual = new GuardedMemory(256);
        Numbers.Uniform(new Random(1), 256).CopyTo(values.Span[32..]);
        for (int length = 0; length <= 256; length += 16)
        {
            for (int before = 0; before <= 32; before += 4)
            {
                ResponseNorm.AddNeighboursScalar(values.Data + 32, length, before, 32 - before, 2, 0.3f, expected.Data);
                ResponseNorm.AddNeighbours(values.Data + 32, length, before, 32 - before, 2, 0.3f, actual.Data);
                Numbers.AssertSameBits(expected.Span.ToArray(), actual.Span.ToArray(), $"{length} channels, {before} before");
            }
        }
    }

    [Fact]
    public void Neither_threads_nor_halos_nor_the_batch_change_a_bit()
    {
        var shape = new Shape(13, 11, 40);
        float[] one = RunBoth(shape, 70, 1);
        Numbers.AssertSameBits(one, RunBoth(shape, 70, 3), "three threads");
        Numbers.AssertSameBits(one, RunBoth(shape, 70, 2, new Halo(1, 2, 3, 0)), "with a halo");
        int length = 13 * shape.Length;
        Numbers.AssertSameBits(one[..length], RunBoth(shape, 13, 1)[..length], "fewer rows");
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(5, -1, 1, 1)]
    [InlineData(5, 1, -1, 1)]
    [InlineData(5, 1, 1, 0)]
    [InlineData(5, double.NaN, 1, 1)]
    [InlineData(5, 1, double.PositiveInfinity, 1)]
    public void Settings_out_of_range_are_refused(int size, double alpha, double beta, double k)
    {
        var layer = new LocalResponseNormLayer { Name = "norm", Size = size, Alpha = alpha, Beta = beta, K = k };
        EngineException error = Assert.Throws<EngineException>(layer.Validate);
        Assert.Equal("ResponseNormOutOfRange", error.ErrorId);
        Assert.Contains("'norm'", error.Message, StringComparison.Ordinal);
    }

    private static void Check(LocalResponseNormLayer layer, float[] output, float[] inputGradient)
    {
        using var harness = new OperationHarness(layer, new Shape(1, 1, 7), 1, outputHalo: new Halo(1, 1, 0, 0));
        harness.SetInput([1, 2, 3, 4, 5, 6, 7]);
        harness.SetOutputGradient(Gradient);
        harness.Forward(1);
        harness.Backward(1);
        Numbers.AssertClose([.. output.Select(value => (double)value)], harness.GetOutput(1), 1, "output");
        Numbers.AssertClose([.. inputGradient.Select(value => (double)value)], harness.GetInputGradient(1), 1, "input gradient");
        harness.AssertPaddingIsZero();
    }

    private static void Compare(LocalResponseNormLayer layer, Shape shape)
    {
        const int Rows = 3;
        Layout? sequence = shape.Rank == 2 ? Layout.ForImages(Rows + 1, 1, shape[0], shape[1]) : null;
        Halo halo = shape.IsImage ? new Halo(1, 0, 2, 1) : default;
        using var harness = new OperationHarness(
            layer, shape, Rows + 1, extraInputHalo: halo, outputHalo: halo, input: sequence, output: sequence);
        int channels = shape[shape.Rank - 1];
        var random = new Random(channels);
        float[] x = Numbers.Uniform(random, Rows * shape.Length, -2, 2);
        float[] gradient = Numbers.Uniform(random, x.Length);
        harness.SetInput(x);
        harness.SetOutputGradient(gradient);
        harness.Forward(Rows);
        harness.Backward(Rows);
        var output = new double[x.Length];
        var inputGradient = new double[x.Length];
        for (int start = 0; start < x.Length; start += channels)
        {
            var s = new double[channels];
            for (int i = 0; i < channels; i++)
            {
                s[i] = layer.K + (layer.Alpha * Window(layer.Size, i, channels).Sum(j => (double)x[start + j] * x[start + j]));
                output[start + i] = x[start + i] * Math.Pow(s[i], -layer.Beta);
            }

            for (int i = 0; i < channels; i++)
            {
                inputGradient[start + i] += gradient[start + i] * Math.Pow(s[i], -layer.Beta);
                foreach (int j in Window(layer.Size, i, channels))
                {
                    double slope = gradient[start + i] * output[start + i] / s[i];
                    inputGradient[start + j] -= 2 * layer.Alpha * layer.Beta * x[start + j] * slope;
                }
            }
        }

        Numbers.AssertClose(output, harness.GetOutput(Rows), 4, $"{shape}, output");
        Numbers.AssertClose(inputGradient, harness.GetInputGradient(Rows), 16, $"{shape}, input gradient");
        harness.AssertPaddingIsZero();
    }

    private static IEnumerable<int> Window(int size, int channel, int channels) =>
        Enumerable.Range(0, channels).Where(other => other >= channel - (size / 2) && other <= channel + ((size - 1) / 2));

    private static float[] RunBoth(Shape shape, int rows, int threads, Halo halo = default)
    {
        using var harness = new OperationHarness(
            new LocalResponseNormLayer(), shape, rows, threads, extraInputHalo: halo, outputHalo: halo);
        var random = new Random(1);
        harness.SetInput(Numbers.Uniform(random, rows * shape.Length));
        harness.SetOutputGradient(Numbers.Uniform(random, rows * shape.Length));
        harness.Forward(rows);
        harness.Backward(rows);
        return [.. harness.GetOutput(rows), .. harness.GetInputGradient(rows)];
    }
}
