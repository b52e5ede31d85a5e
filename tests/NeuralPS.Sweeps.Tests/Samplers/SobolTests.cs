using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class SobolTests
{
    [Fact]
    public void The_plain_sequence_begins_as_published()
    {
        // The first ten points of the example in Joe and Kuo's program sobol.cc, three dimensions.
        double[][] published =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        SobolSequence sequence = new(3, null);
        for (int i = 0; i < published.Length; i++)
        {
            Assert.Equal(published[i], Enumerable.Range(0, 3).Select(d => sequence.GetBits(i, d) / 4294967296.0));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5UL)]
    public void Every_coordinate_has_one_point_in_each_of_1024_intervals(ulong? seed)
    {
        SobolSequence sequence = new(SobolTable.Dimensions, seed);
        for (int d = 0; d < SobolTable.Dimensions; d++)
        {
            Assert.Equal(1024, Enumerable.Range(0, 1024).Select(i => sequence.GetBits(i, d) >> 22).Distinct().Count());
            Assert.Equal(1024, Enumerable.Range(3072, 1024).Select(i => sequence.GetBits(i, d) >> 22).Distinct().Count());
        }
    }

    [Fact]
    public void The_discrepancy_is_far_below_that_of_random_points()
    {
        double[] sobol = [.. Enumerable.Range(0, 8).Select(seed =>
        {
            SobolSequence sequence = new(5, (ulong)seed);
            return Discrepancy((i, d) => sequence.GetCoordinate(i, d));
        })];
        double[] random = [.. Enumerable.Range(0, 8).Select(seed => Discrepancy((i, d) => new TrialRandom((ulong)seed, i, $"{d}").NextUniform()))];
        Assert.True(sobol.Max() < random.Min(), $"{sobol.Max()} {random.Min()}");
        Assert.True(sobol.Average() < 0.25 * random.Average(), $"{sobol.Average()} {random.Average()}");
    }

    [Fact]
    public void The_sampler_depends_on_seed_and_number_only()
    {
        SearchSpace space = Contexts.Space(("x", new FloatDomain(0, 1)), ("y", new CategoricalDomain(["a", "b"])));
        SobolSampler used = new();
        _ = used.Run(space, 8, 5, 1, _ => 0);
        IReadOnlyDictionary<string, double> expected = new SobolSampler().Sample(space.Context(9, [], number: 37));
        Assert.Equal(expected, used.Sample(space.Context(9, [], number: 37)));
        Assert.NotEqual(expected["x"], used.Sample(space.Context(10, [], number: 37))["x"]);
    }

    [Fact]
    public void More_parameters_than_dimensions_are_random()
    {
        SearchSpace space = Contexts.Space([.. Enumerable.Range(0, 140).Select(i => ($"p{i:D3}", (Domain)new FloatDomain(0, 1)))]);
        IReadOnlyDictionary<string, double> values = new SobolSampler().Sample(space.Context(9, [], number: 3));
        Assert.Equal(140, values.Values.Distinct().Count());
    }

    [Fact]
    public void Parameters_asked_for_in_the_trial_are_random()
    {
        SearchSpace space = Contexts.Space(("x", new FloatDomain(0, 1)));
        IntegerDomain domain = new(1, 4);
        int[] counts = new int[5];
        for (int n = 0; n < 1000; n++)
        {
            counts[(int)new SobolSampler().SampleOne(space.Context(2, [], number: n), "depth", domain)]++;
        }

        Assert.All(counts[1..], count => Assert.InRange(count, 200, 300));
    }

    // Warnock's formula for the squared L2 star discrepancy of 256 points in 5 dimensions.
    private static double Discrepancy(Func<int, int, double> point)
    {
        const int Points = 256, Dimensions = 5;
        double[][] x = [.. Enumerable.Range(0, Points).Select(i => Enumerable.Range(0, Dimensions).Select(d => point(i, d)).ToArray())];
        double single = 0, pairs = 0;
        for (int i = 0; i < Points; i++)
        {
            single += x[i].Aggregate(1.0, (product, v) => product * (1 - (v * v)) / 2);
            for (int j = 0; j < Points; j++)
            {
                double product = 1;
                for (int d = 0; d < Dimensions; d++)
                {
                    product *= 1 - Math.Max(x[i][d], x[j][d]);
                }

                pairs += product;
            }
        }

        return Math.Pow(3, -Dimensions) - (2 * single / Points) + (pairs / Points / Points);
    }
}
