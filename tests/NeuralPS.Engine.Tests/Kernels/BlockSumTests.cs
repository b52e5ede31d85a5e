using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

public unsafe class BlockSumTests
{
    [Fact]
    public void Sums_leave_out_what_stands_between_lines()
    {
        using var sums = new GuardedMemory(16);
        for (int lines = 0; lines <= 3; lines++)
        {
            for (int count = 0; count <= 11; count++)
            {
                using var pixels = new GuardedMemory(Math.Max(lines * (count + 1) * 16, 1));
                Numbers.Uniform(new Random(count), (int)pixels.Length).CopyTo(pixels.Span);
                BlockSum.Run(pixels.Data, lines, count, (count + 1) * 16, sums.Data);
                for (int lane = 0; lane < 16; lane++)
                {
                    double expected = 0;
                    for (int i = 0; i < lines * count; i++)
                    {
                        expected += pixels.Data[(((i / count * (count + 1)) + (i % count)) * 16) + lane];
                    }

                    Assert.Equal(expected, sums.Data[lane], 1e-5);
                }
            }
        }

        sums.AssertIntact();
    }
}
