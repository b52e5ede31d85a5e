using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels.Elementwise;

public class RowReductionTests
{
    [Fact]
    public void Reductions_match_plain_loops_at_every_length()
    {
        for (int length = 0; length <= 256; length++)
        {
            var random = new Random(length);
            float[] x = Numbers.Uniform(random, length);
            float[] y = Numbers.Uniform(random, length);
            Assert.Equal(x.Sum(value => (double)value), RowReduction.Sum(x), 1e-6 * (1 + length));
            Assert.Equal(x.Zip(y, (a, b) => (double)a * b).Sum(), RowReduction.Dot(x, y), 1e-6 * (1 + length));
            Assert.Equal(length == 0 ? float.NegativeInfinity : x.Max(), RowReduction.Max(x));
        }
    }

    [Fact]
    public void NaN_wins_a_maximum_wherever_it_stands()
    {
        for (int i = 0; i < 40; i++)
        {
            float[] x = [.. Enumerable.Range(0, 40).Select(j => j == i ? float.NaN : j)];
            Assert.Equal(float.NaN, RowReduction.Max(x));
        }
    }
}
