using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class PlaneTests
{
    [Fact]
    public void Moons_are_half_circles_that_no_line_separates_but_neighbours_tell_apart()
    {
        foreach ((float[] point, float label) in Pair(Samples.Make(SyntheticKind.Moons, 200, noise: 0)))
        {
            float x = label == 0 ? point[0] : 1 - point[0];
            float y = label == 0 ? point[1] : 0.5f - point[1];
            Assert.Equal(1, (x * x) + (y * y), 1e-6f);
            Assert.True(y >= -1e-6f);
        }

        Samples train = Samples.Make(SyntheticKind.Moons, 500, seed: 1);
        Assert.InRange(train.SeparateByBestLine(), 0.8, 0.95);
        Assert.True(train.ClassifyByNearest(Samples.Make(SyntheticKind.Moons, 500, seed: 2)) > 0.95);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Circles_have_the_radii_1_minus_j_over_k(int classes)
    {
        foreach ((float[] point, float label) in Pair(Samples.Make(SyntheticKind.Circles, 100, noise: 0, classes: classes)))
        {
            Assert.Equal(1 - (label / classes), MathF.Sqrt((point[0] * point[0]) + (point[1] * point[1])), 1e-6f);
        }
    }

    [Fact]
    public void Circles_cannot_be_separated_by_a_line()
    {
        Assert.True(Samples.Make(SyntheticKind.Circles, 500).SeparateByBestLine() < 0.75);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Arms_of_a_spiral_turn_once_while_the_radius_grows_from_a_tenth_to_1(int classes)
    {
        foreach ((float[] point, float label) in Pair(Samples.Make(SyntheticKind.Spirals, 200, noise: 0, classes: classes)))
        {
            double radius = Math.Sqrt((point[0] * point[0]) + (point[1] * point[1]));
            double angle = 2 * Math.PI * ((label / classes) + ((radius - 0.1) / 0.9));

            Assert.InRange(radius, 0.1 - 1e-6, 1);
            Assert.Equal(radius * Math.Cos(angle), point[0], 1e-5);
            Assert.Equal(radius * Math.Sin(angle), point[1], 1e-5);
        }
    }

    [Fact]
    public void Spirals_are_learned_by_neighbours_but_not_by_a_line()
    {
        Samples train = Samples.Make(SyntheticKind.Spirals, 500, seed: 1);

        Assert.True(train.SeparateByBestLine() < 0.8);
        Assert.True(train.ClassifyByNearest(Samples.Make(SyntheticKind.Spirals, 300, seed: 2)) > 0.95);
    }

    [Fact]
    public void Blobs_have_their_centres_on_a_circle_and_the_noise_as_deviation()
    {
        // Four clouds with neighbours 6 apart: centres at distance 3 sqrt 2 on the axes, for any seed.
        double radius = 3 * Math.Sqrt(2);
        (double X, double Y)[] centres = [(radius, 0), (0, radius), (-radius, 0), (0, -radius)];
        foreach (ulong seed in new ulong[] { 1, 2 })
        {
            var rows = Pair(Samples.Make(SyntheticKind.Blobs, 8000, seed, noise: 0.5, classes: 4));
            foreach (var cloud in rows.GroupBy(row => row.Label))
            {
                (double x, double y) = centres[(int)cloud.Key];
                Assert.Equal(2000, cloud.Count());
                Assert.Equal(x, cloud.Average(row => row.Point[0]), 0.06);
                Assert.Equal(y, cloud.Average(row => row.Point[1]), 0.06);
                Assert.Equal(0.25, cloud.Average(row => Math.Pow(row.Point[0] - x, 2)), 0.03);
                Assert.Equal(0.25, cloud.Average(row => Math.Pow(row.Point[1] - y, 2)), 0.03);
            }
        }
    }

    private static (float[] Point, float Label)[] Pair(Samples samples) =>
        [.. samples.Inputs.Zip(samples.Outputs)];
}
