using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

/// <summary>The kernels of normalisation against their scalar definitions, bit by bit, over 0 to 256 pixels.</summary>
public unsafe class BlockNormKernelTests
{
    private const int Longest = 256;

    [Fact]
    public void Moments_follow_their_definition()
    {
        using GuardedMemory x = Fill(1, Longest * 16, 50);
        using GuardedMemory gradient = Fill(2, Longest * 16, 1);
        using GuardedMemory sums = Fill(3, 2 * 64, 1);
        using GuardedMemory expected = Fill(3, 2 * 64, 1);
        using var mean = new GuardedMemory(2 * 16);
        var means = (double*)mean.Data;
        for (int pixels = 0; pixels <= Longest; pixels++)
        {
            new Span<double>(means, 16).Clear();
            Clear(sums, expected);
            BlockMoments.Add(x.Data, pixels, At(sums, 0), At(sums, 1));
            BlockMoments.AddProductsScalar(x.Data, x.Data, pixels, means, At(expected, 0), At(expected, 1));
            for (int lane = 0; lane < 16; lane++)
            {
                means[lane] = 0.1 * lane;
            }

            BlockMoments.AddProducts(gradient.Data, x.Data, pixels, means, At(sums, 2), At(sums, 3));
            BlockMoments.AddProductsScalar(gradient.Data, x.Data, pixels, means, At(expected, 2), At(expected, 3));
            Numbers.AssertSameBits(expected.Span.ToArray(), sums.Span.ToArray(), $"{pixels} pixels");
        }

        x.AssertIntact();
        sums.AssertIntact();
    }

    [Fact]
    public void Affine_functions_follow_their_definition()
    {
        using GuardedMemory x = Fill(1, Longest * 16, 5);
        using GuardedMemory dz = Fill(2, Longest * 16, 5);
        using GuardedMemory c = Fill(3, 64, 2);
        x.Data[5] = float.NaN;
        for (int pixels = 0; pixels <= Longest; pixels++)
        {
            using var expected = new GuardedMemory(pixels * 16);
            using var actual = new GuardedMemory(pixels * 16);
            foreach (bool rectify in new[] { false, true })
            {
                BlockAffine.ForwardScalar(x.Data, expected.Data, pixels, c.Data, c.Data + 16, c.Data + 32, rectify);
                BlockAffine.Forward(x.Data, actual.Data, pixels, c.Data, c.Data + 16, c.Data + 32, rectify);
                Numbers.AssertSameBits(expected.Span.ToArray(), actual.Span.ToArray(), $"{pixels} pixels, rectify {rectify}");
            }

            BlockAffine.BackwardScalar(x.Data, dz.Data, expected.Data, pixels, c.Data, c.Data + 16, c.Data + 32, c.Data + 48);
            BlockAffine.Backward(x.Data, dz.Data, actual.Data, pixels, c.Data, c.Data + 16, c.Data + 32, c.Data + 48);
            Numbers.AssertSameBits(expected.Span.ToArray(), actual.Span.ToArray(), $"{pixels} pixels, backwards");
            actual.AssertIntact();
        }
    }

    private static double* At(GuardedMemory sums, int index) => (double*)sums.Data + (16 * index);

    private static void Clear(params GuardedMemory[] memories)
    {
        foreach (GuardedMemory memory in memories)
        {
            memory.Span.Clear();
        }
    }

    private static GuardedMemory Fill(int seed, int length, float size)
    {
        var memory = new GuardedMemory(length);
        Numbers.Uniform(new Random(seed), length, -size, size).CopyTo(memory.Span);
        return memory;
    }
}
