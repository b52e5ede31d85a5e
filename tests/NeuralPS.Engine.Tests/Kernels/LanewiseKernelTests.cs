using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public unsafe class LanewiseKernelTests
{
    private delegate void Kernel(BlockProduct* product, int rows);

    [Fact]
    public void Every_width_has_the_bits_of_the_scalar_definition()
    {
        Kernel[] kernels =
        [
            (p, rows) => LanewiseKernel.Run(*p, 0, rows),
            (p, rows) => LanewiseKernel.Run<Vector512<float>, Lanes512>(p, 0, rows),
            (p, rows) => LanewiseKernel.Run<Vector256<float>, Lanes256>(p, 0, rows),
            (p, rows) => LanewiseKernel.Run<Vector128<float>, Lanes128>(p, 0, rows),
        ];
        for (int rows = 0; rows <= 20; rows++)
        {
            for (int kind = 0; kind < 8; kind++)
            {
                float[] expected = Run((p, r) => LanewiseKernel.RunScalar(*p, 0, r), rows, kind);
                for (int i = 0; i < kernels.Length; i++)
                {
                    Numbers.AssertSameBits(expected, Run(kernels[i], rows, kind), $"kernel {i}, {rows} rows, kind {kind}");
                }
            }
        }
    }

    private static float[] Run(Kernel kernel, int rows, int kind)
    {
        var random = new Random((rows * 10) + kind);
        int segments = random.Next(0, 4);
        int inner = random.Next(1, 6);
        using var a = new GuardedMemory((segments * inner * 48) + (rows * 7) + 16);
        using var b = new GuardedMemory(Math.Max(segments * inner, 1) * 16);
        using var c = new GuardedMemory(rows * 16);
        using var bias = new GuardedMemory(16);
        foreach (GuardedMemory memory in new[] { a, b, c, bias })
        {
            Numbers.Uniform(random, (int)memory.Length).CopyTo(memory.Span);
        }

        var aRows = new PinnedTable<int>(rows, row => row * 7);
        var cRows = new PinnedTable<int>(rows, row => (rows - 1 - row) * 16);
        var aSegments = new PinnedTable<long>(segments, s => s * inner * 48);
        var bSegments = new PinnedTable<long>(segments, s => (segments - 1 - s) * inner * 16);
        var product = new BlockProduct
        {
            A = a.Data,
            ARows = aRows.Data,
            AStep = 48,
            B = b.Data,
            ASegments = aSegments.Data,
            BSegments = bSegments.Data,
            SegmentCount = segments,
            Inner = inner,
            C = c.Data,
            CRows = cRows.Data,
            Bias = (kind & 1) == 0 ? bias.Data : null,
            Accumulate = (kind & 2) == 0,
            Rectify = (kind & 4) == 0,
        };
        kernel(&product, rows);
        c.AssertIntact();
        GC.KeepAlive((aRows, cRows, aSegments, bSegments));
        return c.Span.ToArray();
    }
}
