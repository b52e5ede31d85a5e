using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public unsafe class BlockKernelTests
{
    private delegate void Kernel(BlockProduct* product, int rows, int panels);

    [Fact]
    public void Every_width_and_tile_has_the_bits_of_the_scalar_definition()
    {
        Kernel[] kernels =
        [
            (p, rows, panels) => BlockKernel.Run(*p, 0, rows, 0, panels),
            (p, rows, panels) => BlockKernel.Run<Vector512<float>, Lanes512>(p, 0, rows, 0, panels, 8),
            (p, rows, panels) => BlockKernel.Run<Vector256<float>, Lanes256>(p, 0, rows, 0, panels, 6),
            (p, rows, panels) => BlockKernel.Run<Vector128<float>, Lanes128>(p, 0, rows, 0, panels, 8),
            (p, rows, panels) => BlockKernel.Run<Vector128<float>, Lanes128>(p, 0, rows, 0, panels, 3),
        ];
        var random = new Random(7);
        for (int rows = 0; rows <= 20; rows++)
        {
            foreach (int panels in new[] { 1, 2, 3, 8, 9 })
            {
                int segments = random.Next(0, 4);
                int inner = random.Next(1, 20);
                bool accumulate = random.Next(3) == 0;
                bool hasBias = random.Next(2) == 0;
                bool rectify = random.Next(2) == 0;
                float[] expected = Run(BlockProductReferenceRun, rows, panels, segments, inner, accumulate, hasBias, rectify);
                for (int i = 0; i < kernels.Length; i++)
                {
                    float[] actual = Run(kernels[i], rows, panels, segments, inner, accumulate, hasBias, rectify);
                    Numbers.AssertSameBits(expected, actual, $"kernel {i}, {rows} rows, {panels} panels, {segments} x {inner} terms");
                }
            }
        }
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Sums_of_one_term_have_the_bits_of_the_scalar_definition(bool accumulate, bool hasBias, bool rectify)
    {
        Kernel[] kernels =
        [
            (p, rows, panels) => BlockKernel.Run(*p, 0, rows, 0, panels),
            (p, rows, panels) => RankOneKernel.Run<Vector512<float>, Lanes512>(p, 0, rows, 0, panels),
            (p, rows, panels) => RankOneKernel.Run<Vector256<float>, Lanes256>(p, 0, rows, 0, panels),
            (p, rows, panels) => RankOneKernel.Run<Vector128<float>, Lanes128>(p, 0, rows, 0, panels),
        ];
        foreach ((int rows, int panels) in new[] { (0, 1), (1, 1), (16, 3), (37, 2) })
        {
            float[] expected = Run(BlockProductReferenceRun, rows, panels, 1, 1, accumulate, hasBias, rectify);
            for (int i = 0; i < kernels.Length; i++)
            {
                float[] actual = Run(kernels[i], rows, panels, 1, 1, accumulate, hasBias, rectify);
                Numbers.AssertSameBits(expected, actual, $"kernel {i}, {rows} rows, {panels} panels");
            }
        }
    }

    [Fact]
    public void Long_sums_pass_through_memory_without_changing_a_bit()
    {
        foreach (int rows in new[] { 2, 11 })
        {
            float[] expected = Run(BlockProductReferenceRun, rows, 3, 50, 37, false, true, true);
            float[] actual = Run((p, r, n) => BlockKernel.Run(*p, 0, r, 0, n), rows, 3, 50, 37, false, true, true);
            Numbers.AssertSameBits(expected, actual, $"{rows} rows");
        }
    }

    [Fact]
    public void A_range_of_rows_and_panels_leaves_the_others_alone()
    {
        float[] all = Run((p, _, _) => BlockKernel.Run(*p, 0, 9, 0, 5), 9, 5, 2, 16, false, true, false);
        float[] parts = Run(
            (p, _, _) =>
            {
                BlockKernel.Run(*p, 0, 4, 0, 5);
                BlockKernel.Run(*p, 4, 5, 0, 2);
                BlockKernel.Run(*p, 4, 5, 2, 3);
            },
            9,
            5,
            2,
            16,
            false,
            true,
            false);
        Numbers.AssertSameBits(all, parts, "parts");
    }

    private static void BlockProductReferenceRun(BlockProduct* product, int rows, int panels) =>
        BlockProductReference.Run(*product, 0, rows, 0, panels);

    // Rows of A overlap, and those of C stand in reverse order, as no layer has them.
    private static float[] Run(
        Kernel kernel, int rows, int panels, int segments, int inner, bool accumulate, bool hasBias, bool rectify)
    {
        var random = new Random((rows * 100) + panels);
        const int Step = 3;
        int segmentLength = (inner * Step) + 5;
        using var a = new GuardedMemory((segments * segmentLength) + (rows * 2) + 1);
        using var b = new GuardedMemory(Math.Max(segments * inner * panels, 1) * 16);
        using var c = new GuardedMemory(rows * panels * 16);
        using var bias = new GuardedMemory(panels * 16);
        foreach (GuardedMemory memory in new[] { a, b, c, bias })
        {
            Numbers.Uniform(random, (int)memory.Length).CopyTo(memory.Span);
        }

        var aRows = new PinnedTable<int>(rows, row => row * 2);
        var cRows = new PinnedTable<int>(rows, row => (rows - 1 - row) * 16);
        var aSegments = new PinnedTable<long>(segments, s => s * segmentLength);
        var bSegments = new PinnedTable<long>(segments, s => (segments - 1 - s) * inner * 16);
        var product = new BlockProduct
        {
            A = a.Data,
            ARows = aRows.Data,
            AStep = Step,
            B = b.Data,
            BPanelStride = segments * inner * 16,
            ASegments = aSegments.Data,
            BSegments = bSegments.Data,
            SegmentCount = segments,
            Inner = inner,
            C = c.Data,
            CRows = cRows.Data,
            CPanelStride = rows * 16,
            Bias = hasBias ? bias.Data : null,
            Accumulate = accumulate,
            Rectify = rectify,
        };
        kernel(&product, rows, panels);
        c.AssertIntact();
        GC.KeepAlive((aRows, cRows, aSegments, bSegments));
        return c.Span.ToArray();
    }
}
