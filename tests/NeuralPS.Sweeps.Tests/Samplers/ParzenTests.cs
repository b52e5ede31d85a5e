using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Samplers.Parzen;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class ParzenTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(-5, 2.866515718791939e-7)]
    [InlineData(-10, 7.619853024160527e-24)]
    [InlineData(-40, 0)]
    public void The_normal_distribution_is_that_of_tables(double x, double expected)
    {
        Assert.Equal(expected, Gaussian.Cumulative(x), Math.Max(1e-300, 1e-8 * expected));
        Assert.Equal(expected, Gaussian.Cumulative(x), 1e-15);
        Assert.Equal(1 - expected, Gaussian.Cumulative(-x), 1e-14);
        Assert.Equal(0.682689492137086, Gaussian.Between(-1, 1), 1e-14);
        Assert.Equal(Gaussian.Between(6, 7), Gaussian.Between(-7, -6));
    }

    [Fact]
    public void The_density_of_one_kernel_and_the_prior_is_their_mean()
    {
        // Truncated normals on [0, 1]: N(0.25, 0.1) and N(0.5, 1), at 0.3.
        double kernel = Math.Exp(-0.125) / 0.1 / Gaussian.Between(-2.5, 7.5);
        double prior = Math.Exp(-0.02) / Gaussian.Between(-0.5, 0.5);
        Kernels kernels = new([new Axis(new FloatDomain(0, 1))], [[0.25]], [1], 1, [0.1]);
        Assert.Equal(Math.Log((kernel + prior) / 2), kernels.GetLogDensity([0.3], new double[2]), 1e-12);
    }

    [Fact]
    public void A_density_sums_to_one_over_a_grid()
    {
        // Narrow kernels take the mass of an interval, wide ones its length times the density in its middle.
        Axis[] axes = [new(new IntegerDomain(1, 8)), new(new CategoricalDomain(["a", "b", "c"])), new(new IntegerDomain(1, 9, isLog: true))];
        foreach (double width in new[] { 0.02, 0.1, 0.6 })
        {
            Kernels kernels = new(axes, [[axes[0].ToCoordinate(3), 1, axes[2].ToCoordinate(2)], [axes[0].ToCoordinate(8), 0, axes[2].ToCoordinate(9)]], [1, 3], 0.5, [width, 0.3, width]);
            double sum = 0;
            for (int a = 1; a <= 8; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    for (int c = 1; c <= 9; c++)
                    {
                        (double low, double high) = axes[2].GetInterval(c);
                        double density = Math.Exp(kernels.GetLogDensity([a, b, c], new double[3])) / (2 * Math.PI);
                        sum += density * (high - low) / 8;
                    }
                }
            }

            Assert.Equal(1, sum, 0.02);
        }
    }

    [Fact]
    public void Draws_follow_the_density()
    {
        Axis[] axes = [new(new FloatDomain(0, 1)), new(new CategoricalDomain(["a", "b"]))];
        Kernels kernels = new(axes, [[0.05, 1], [0.8, 0]], [1, 2], 1, [0.1, 0.2]);
        TrialRandom random = new(1, 2, "test");
        double[,] counts = new double[10, 2];
        double[] values = new double[2];
        const int Draws = 40000;
        for (int i = 0; i < Draws; i++)
        {
            kernels.Draw(ref random, values);
            counts[Math.Min(9, (int)(values[0] * 10)), (int)values[1]]++;
        }

        for (int bin = 0; bin < 10; bin++)
        {
            for (int choice = 0; choice < 2; choice++)
            {
                double expected = Enumerable.Range(0, 50).Average(
                    i => Math.Exp(kernels.GetLogDensity([(bin + ((i + 0.5) / 50)) / 10, choice], new double[3])) / Math.Sqrt(2 * Math.PI)) / 10;
                Assert.InRange(counts[bin, choice] / Draws, expected - 0.012, expected + 0.012);
            }
        }
    }

    [Fact]
    public void The_volume_of_overlapping_boxes_counts_once()
    {
        Assert.Equal(3, Hypervolume.Compute([[0, 1], [1, 0]], [2, 2]), 1e-12);
        Assert.Equal(1, Hypervolume.Compute([[0, 0, 0], [0.5, 0.5, 0.5]], [1, 1, 1]), 1e-12);
        
        // Three boxes of 2, which share the same unit cube.
        Assert.Equal(4, Hypervolume.Compute([[0, 1, 1], [1, 0, 1], [1, 1, 0]], [2, 2, 2]), 1e-12);
    }

    [Fact]
    public void Weights_go_by_the_volume_that_only_a_point_adds()
    {
        // Reference (2.2, 2.2): (0, 2) alone adds 0.2 times 1, (1, 1) adds 1, (2, 0) as much as the first.
        double[] weights = Hypervolume.GetWeights([[0, 2], [1, 1], [2, 0]]);
        Assert.Equal([0.2, 1, 0.2], weights.Select(weight => Math.Round(weight, 9)));
    }

    [Fact]
    public void Levels_are_those_of_sorting_all_at_once_in_any_order_of_arrival()
    {
        TrialRandom random = new(3, 0, "levels");
        double[][] losses = [.. Enumerable.Range(0, 300).Select(_ => new[] { random.NextUniform(), random.NextUniform() })];
        ParetoLevels levels = new();
        for (int i = 0; i < losses.Length; i++)
        {
            levels.Add(i, losses[i]);
        }

        List<int> expected = [];
        List<int> left = [.. Enumerable.Range(0, losses.Length)];
        while (expected.Count < 25)
        {
            List<int> front = left.FindAll(i => !left.Exists(j => ParetoLevels.Dominates(losses[j], losses[i])));
            if (expected.Count + front.Count > 25)
            {
                break;
            }

            expected.AddRange(front);
            left.RemoveAll(front.Contains);
        }

        (int Place, double Weight)[] selected = levels.Select(25);
        Assert.Equal(25, selected.Length);
        Assert.Equal(expected, selected.Take(expected.Count).Select(s => s.Place));
        Assert.Equal(25, selected.Select(s => s.Place).Distinct().Count());
    }
}
