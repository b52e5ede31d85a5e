using NeuralPS.Engine.Kernels;

namespace NeuralPS.Engine.Tests.Kernels;

public unsafe class BlockTransposeTests
{
    [Fact]
    public void Every_weight_finds_its_place()
    {
        const int Outputs = 32;
        const int Inputs = 48;
        float[] source = [.. Enumerable.Range(0, Outputs * Inputs).Select(i => (float)i)];
        var target = new float[source.Length];
        fixed (float* from = source, to = target)
        {
            for (int output = 0; output < Outputs / 16; output++)
            {
                BlockTranspose.Run(from, to, Outputs / 16, Inputs / 16, output);
            }
        }

        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                Assert.Equal(source[(((o / 16 * Inputs) + i) * 16) + (o % 16)], target[(((i / 16 * Outputs) + o) * 16) + (i % 16)]);
            }
        }
    }
}
