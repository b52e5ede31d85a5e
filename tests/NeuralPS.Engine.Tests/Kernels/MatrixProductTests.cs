using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Tests.Kernels;

public unsafe class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 16, 5)]
    [InlineData(3, 17, 300)]
    [InlineData(65, 33, 256)]
    [InlineData(130, 140, 513)]
    [InlineData(20, 15, 40)]
    public void Products_match_plain_loops_bit_by_bit(int m, int n, int k)
    {
        foreach (bool transposeA in new[] { false, true })
        {
            foreach (bool transposeB in new[] { false, true })
            {
                Compare(m, n, k, transposeA, transposeB);
            }
        }
    }

    private static void Compare(int m, int n, int k, bool transposeA, bool transposeB)
    {
        var random = new Random(m + n + k);
        using var a = new GuardedMemory(m * k);
        using var b = new GuardedMemory(k * n);
        using var c = new GuardedMemory(m * n);
        Numbers.Uniform(random, m * k).CopyTo(a.Span);
        Numbers.Uniform(random, k * n).CopyTo(b.Span);
        using var pool = new WorkerPool(2);
        using var product = new MatrixProduct(m, n, k, transposeA, transposeB);
        product.Run(a.Data, b.Data, c.Data, pool);
        var expected = new float[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int t = 0; t < k; t++)
                {
                    float left = a.Data[transposeA ? (t * m) + i : (i * k) + t];
                    float right = b.Data[transposeB ? (j * k) + t : (t * n) + j];
                    expected[(i * n) + j] = MathF.FusedMultiplyAdd(left, right, expected[(i * n) + j]);
                }
            }
        }

        Numbers.AssertSameBits(expected, c.Span.ToArray(), $"{m} x {n} x {k}, transposed: {transposeA}, {transposeB}");
        c.AssertIntact();
    }
}
