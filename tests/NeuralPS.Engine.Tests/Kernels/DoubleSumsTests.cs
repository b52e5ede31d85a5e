using NeuralPS.Engine.Kernels;

namespace NeuralPS.Engine.Tests.Kernels;

public class DoubleSumsTests
{
    [Fact]
    public void Sums_agree_with_plain_loops_for_every_length()
    {
        var random = new Random(1);
        for (int n = 0; n <= 256; n++)
        {
            float[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f)];
            float[] y = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f)];
            Assert.Equal(x.Sum(v => (double)v), DoubleSums.Sum(x), 1e-12);
            Assert.Equal(x.Zip(y, (a, b) => (double)a * b).Sum(), DoubleSums.Dot(x, y), 1e-12);
            Assert.Equal(x.Sum(v => (double)v * v), DoubleSums.SumOfSquares(x), 1e-12);
        }
    }

    [Fact]
    public void A_small_term_survives_beside_a_large_one()
    {
        float[] x = [.. Enumerable.Repeat(1e8f, 64), 1];
        Assert.Equal((64 * 1e8) + 1, DoubleSums.Sum(x));
    }
}
