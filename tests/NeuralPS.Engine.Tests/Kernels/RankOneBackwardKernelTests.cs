using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public sealed unsafe class RankOneBackwardKernelTests
{
    private const float Rate = -0.125f;

    private delegate void Kernel(float* weights, int inputs, int panels, float* x, float* dz, float rate, float* dx, int first, int blocks);

    [Fact]
    public void All_widths_of_vectors_match_plain_loops()
    {
        var random = new Random(1);
        for (int blocks = 1; blocks <= 16; blocks += blocks < 5 ? 1 : 11)
        {
            for (int panels = 1; panels <= 16; panels += panels < 5 ? 1 : 11)
            {
                Compare(random, blocks, panels);
            }
        }
    }

    private static void Compare(Random random, int blocks, int panels)
    {
        int inputs = blocks * 16;
        float[] weights = Numbers.Uniform(random, inputs * panels * 16);
        float[] x = Numbers.Uniform(random, inputs), dz = Numbers.Uniform(random, panels * 16);
        var expected = new double[inputs];
        float[] moved = [.. weights];
        for (int i = 0; i < weights.Length; i++)
        {
            int input = i / 16 % inputs;
            int unit = (i / 16 / inputs * 16) + (i % 16);
            expected[input] += (double)weights[i] * dz[unit];
            moved[i] = MathF.FusedMultiplyAdd(x[input], Rate * dz[unit], weights[i]);
        }

        float[]? first = null;
        Kernel[] kernels =
        [
            RankOneBackwardKernel.Run,
            RankOneBackwardKernel.Run<Vector128<float>, Lanes128>,
            RankOneBackwardKernel.Run<Vector256<float>, Lanes256>,
            RankOneBackwardKernel.Run<Vector512<float>, Lanes512>,
        ];
        foreach (Kernel kernel in kernels)
        {
            float[] updated = [.. weights];
            var actual = new float[inputs];
            fixed (float* w = updated, a = x, g = dz, d = actual)
            {
                // In two parts.
                kernel(w, inputs, panels, a, g, Rate, d, 0, blocks / 2);
                kernel(w, inputs, panels, a, g, Rate, d, blocks / 2, blocks - (blocks / 2));
            }

            string what = $"{blocks} blocks, {panels} panels";
            Numbers.AssertSameBits(moved, updated, what);
            Numbers.AssertClose(expected, actual, panels * 16, what);
            Numbers.AssertSameBits(first ??= actual, actual, what);
        }
    }
}
