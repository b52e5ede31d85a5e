using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Tests.Randomness;

public class RandomStreamTests
{
    [Fact]
    public void The_same_address_gives_the_same_number() => Assert.Equal(
        new RandomStream(7, RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(99), new RandomStream(7, RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(99));

    [Fact]
    public void Every_part_of_the_address_matters()
    {
        uint[] words =
        [
            new RandomStream(7, RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(99),
            new RandomStream(8, RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(99),
            new RandomStream(7 + (1UL << 32), RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(99),
            new RandomStream(7, RandomPurpose.Dropout, 1, 2, 3).GetUInt32(99),
            new RandomStream(7, RandomPurpose.Shuffle, 0, 2, 3).GetUInt32(99),
            new RandomStream(7, RandomPurpose.Shuffle, 1, 1, 3).GetUInt32(99),
            new RandomStream(7, RandomPurpose.Shuffle, 1, 2, 4).GetUInt32(99),
            new RandomStream(7, RandomPurpose.Shuffle, 1, 2, 3).GetUInt32(98),
        ];
        Assert.Equal(words.Length, words.Distinct().Count());
    }

    [Fact]
    public void Blocks_hold_the_words_of_four_elements()
    {
        var stream = new RandomStream(5, RandomPurpose.Split);
        (uint a, uint b, uint c, uint d) = stream.GetBlock(12);
        Assert.Equal([a, b, c, d], Enumerable.Range(48, 4).Select(i => stream.GetUInt32(i)));
        Assert.Equal((a, b, c, d), Philox.Generate(stream.Key, stream.GetCounter(12)));
    }

    [Fact]
    public void Uniform_numbers_are_made_of_two_words_and_normal_ones_of_two_uniform_ones()
    {
        var stream = new RandomStream(5, RandomPurpose.Split);
        for (int i = 0; i < 9; i++)
        {
            ulong bits = ((ulong)stream.GetUInt32(2 * i) << 32) | stream.GetUInt32((2 * i) + 1);
            Assert.Equal((bits >> 11) / (double)(1UL << 53), stream.GetUniform(i));
            double radius = Math.Sqrt(-2 * Math.Log(1 - stream.GetUniform(2 * i)));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * stream.GetUniform((2 * i) + 1)), stream.GetNormal(i));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Shuffling_changes_places_from_the_last_on(int length)
    {
        var stream = new RandomStream(9, RandomPurpose.Shuffle, 0, 3);
        int[] expected = [.. Enumerable.Range(0, length)];
        for (int i = length - 1; i > 0; i--)
        {
            int j = stream.GetInteger(i, i + 1);
            (expected[i], expected[j]) = (expected[j], expected[i]);
        }

        int[] actual = [.. Enumerable.Range(0, length)];
        stream.Shuffle(actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Uniform_numbers_fill_the_interval_evenly()
    {
        var stream = new RandomStream(1, RandomPurpose.Synthesis);
        var counts = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            double u = stream.GetUniform(i);
            Assert.InRange(u, 0, 1 - 1e-16);
            counts[(int)(10 * u)]++;
        }

        // Five standard deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 475, 10_000 + 475));
    }

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var stream = new RandomStream(2, RandomPurpose.Synthesis);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(i => stream.GetNormal(i))];
        Assert.Equal(0, numbers.Average(), 0.016);
        Assert.Equal(1, numbers.Average(x => x * x), 0.023);
    }

    [Fact]
    public void Shuffling_permutes_and_every_place_is_as_likely()
    {
        var firsts = new int[5];
        for (int epoch = 0; epoch < 5000; epoch++)
        {
            int[] items = [0, 1, 2, 3, 4];
            new RandomStream(3, RandomPurpose.Shuffle, epoch: epoch).Shuffle(items);
            firsts[Array.IndexOf(items, 0)]++;
            Assert.Equal([0, 1, 2, 3, 4], items.Order());
        }

        Assert.All(firsts, count => Assert.InRange(count, 1000 - 142, 1000 + 142));
    }
}
