using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public sealed unsafe class CrossEntropySquareKernelTests
{
    private const int Samples = CrossEntropySquareKernel.Samples;

    [Fact]
    public void Sixteen_samples_have_the_bits_of_each_alone_for_all_widths_of_vectors()
    {
        var random = new Random(5);
        for (int classes = 2; classes <= CrossEntropyKernel.MaximumClasses; classes++)
        {
            foreach (float size in new[] { 0, 1e-4f, 1, 30, 1000, 1e30f })
            {
                float[] z = [.. Enumerable.Range(0, Samples * 16).Select(_ => size * (float)((2 * random.NextDouble()) - 1))];
                int[] labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(classes))];
                float[] scales = Numbers.Uniform(random, Samples);

                // Equal largest logits, and logits that are no numbers.
                z[17] = z[16];
                z[18] = z[33] = float.NaN;
                z[48] = float.PositiveInfinity;
                z[65] = float.NegativeInfinity;
                Compare(z, classes, labels, scales);
            }
        }
    }

    [Fact]
    public void Without_a_gradient_it_writes_the_rest()
    {
        float[] z = Numbers.Uniform(new Random(2), Samples * 16);
        Outcome whole = Run<Float256>(z, 10, new int[Samples], new float[Samples]);
        Outcome part = Run<Float256>(z, 10, new int[Samples], new float[Samples], writeGradient: false);

        Assert.Equal(whole.Probabilities, part.Probabilities);
        Assert.Equal(whole.Losses, part.Losses);
        Assert.Equal(whole.Predicted, part.Predicted);
    }

    private static void Compare(float[] z, int classes, int[] labels, float[] scales)
    {
        var expected = new Outcome(new float[Samples * classes], new float[Samples * 16], new double[Samples], new int[Samples]);
        fixed (float* logits = z, p = expected.Probabilities, g = expected.Gradient)
        {
            for (int i = 0; i < Samples; i++)
            {
                expected.Losses[i] = CrossEntropyKernel.Run(
                    logits + (i * 16), classes, labels[i], scales[i], p + (i * classes), g + (i * 16), out expected.Predicted[i]);
            }
        }

        foreach (Outcome actual in new[]
        {
            Run<Float128>(z, classes, labels, scales), Run<Float256>(z, classes, labels, scales), Run<Float512>(z, classes, labels, scales),
        })
        {
            Assert.Equal(expected.Losses, actual.Losses);
            Assert.Equal(expected.Predicted, actual.Predicted);
            Assert.Equal(expected.Probabilities, actual.Probabilities);
            for (int i = 0; i < Samples; i++)
            {
                Assert.Equal(expected.Gradient.AsSpan(i * 16, classes), actual.Gradient.AsSpan(i * 16, classes));
                Assert.All(actual.Gradient.AsSpan((i * 16) + classes, 16 - classes).ToArray(), lane => Assert.Equal(0, lane));
            }
        }
    }

    private static Outcome Run<T>(float[] z, int classes, int[] labels, float[] scales, bool writeGradient = true)
        where T : struct, IFloatVector<T>
    {
        var outcome = new Outcome(new float[Samples * classes], new float[Samples * 16], new double[Samples], new int[Samples]);
        outcome.Gradient.AsSpan().Fill(float.NaN);
        fixed (float* logits = z, s = scales, p = outcome.Probabilities, g = outcome.Gradient)
        fixed (int* y = labels, predicted = outcome.Predicted)
        fixed (double* losses = outcome.Losses)
        {
            CrossEntropySquareKernel.Run<T>(logits, classes, y, s, p, writeGradient ? g : null, losses, predicted);
        }

        return outcome;
    }

    private sealed record Outcome(float[] Probabilities, float[] Gradient, double[] Losses, int[] Predicted);
}
