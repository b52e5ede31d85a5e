using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public sealed unsafe class RankOneForwardKernelTests
{
    private delegate void Kernel(BlockProduct* product, float* last, float* step, int first, int panels);

    [Fact]
    public void All_widths_of_vectors_have_the_bits_of_a_step_and_a_product()
    {
        var random = new Random(1);
        foreach (int blocks in new[] { 1, 2, 3, 17 })
        {
            foreach (int panels in new[] { 1, 2, 3, 4, 5, 8, 17 })
            {
                foreach (bool isPlain in new[] { true, false })
                {
                    Compare(random, blocks, panels, isPlain);
                }
            }
        }
    }

    // Plain: from zero and as it comes; else from a bias and rectified.
    private static void Compare(Random random, int blocks, int panels, bool isPlain)
    {
        int inputs = blocks * 16;
        int units = panels * 16;
        float[] weights = Numbers.Uniform(random, inputs * units), last = Numbers.Uniform(random, inputs), next = Numbers.Uniform(random, inputs);
        float[] steps = Numbers.Uniform(random, units), biases = Numbers.Uniform(random, units);
        float[] moved = [.. weights];
        float[] expected = isPlain ? new float[units] : [.. biases];
        for (int unit = 0; unit < units; unit++)
        {
            for (int i = 0; i < inputs; i++)
            {
                ref float weight = ref moved[(((unit / 16 * inputs) + i) * 16) + (unit % 16)];
                weight = MathF.FusedMultiplyAdd(last[i], steps[unit], weight);
                expected[unit] = MathF.FusedMultiplyAdd(next[i], weight, expected[unit]);
            }

            expected[unit] = isPlain ? expected[unit] : Math.Max(0, expected[unit]);
        }

        Kernel[] kernels =
        [
            (product, x, step, first, count) => RankOneForwardKernel.Run(*product, x, step, first, count),
            RankOneForwardKernel.Run<Vector128<float>, Lanes128>,
            RankOneForwardKernel.Run<Vector256<float>, Lanes256>,
            RankOneForwardKernel.Run<Vector512<float>, Lanes512>,
        ];
        foreach (Kernel kernel in kernels)
        {
            float[] updated = [.. weights];
            float[] actual = new float[units * 2];
            int start = 0;
            fixed (float* w = updated, x = last, a = next, s = steps, b = biases, c = actual)
            {
                var product = new BlockProduct
                {
                    A = a,
                    ARows = &start,
                    B = w,
                    BPanelStride = inputs * 16,
                    SegmentCount = 1,
                    Inner = inputs,
                    C = c,
                    CRows = &start,
                    CPanelStride = 32,
                    Bias = isPlain ? null : b,
                    Rectify = !isPlain,
                };

                // In two parts.
                kernel(&product, x, s, 0, panels / 2);
                kernel(&product, x, s, panels / 2, panels - (panels / 2));
            }

            string what = $"{blocks} blocks, {panels} panels";
            Numbers.AssertSameBits(moved, updated, what);
            Numbers.AssertSameBits(expected, [.. Enumerable.Range(0, units).Select(unit => actual[(unit / 16 * 32) + (unit % 16)])], what);
        }
    }
}
