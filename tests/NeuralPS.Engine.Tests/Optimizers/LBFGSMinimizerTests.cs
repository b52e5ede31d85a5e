using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Optimizers.FullBatch;

namespace NeuralPS.Engine.Tests.Optimizers;

public class LBFGSMinimizerTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public void It_finds_the_minimum_of_Rosenbrocks_valley(int length)
    {
        // sum 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2, from the usual start; the minimum is at ones.
        var objective = new Function(length, (x, g) =>
        {
            double sum = 0;
            Array.Clear(g);
            for (int i = 0; i + 1 < x.Length; i++)
            {
                double a = x[i + 1] - (x[i] * x[i]);
                double b = 1 - x[i];
                sum += (100 * a * a) + (b * b);
                g[i] += (-400 * x[i] * a) - (2 * b);
                g[i + 1] += 200 * a;
            }

            return sum;
        });
        var minimizer = new LBFGSMinimizer(new LBFGS { Tolerance = 1e-3 }, objective);
        float[] start = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? -1.2f : 1)];
        int iterations = Minimize(minimizer, start, 300);
        Assert.True(minimizer.HasConverged);
        Assert.InRange(iterations, 5, 300);
        if (length == 2)
        {
            Assert.InRange(objective.Evaluations, 10, 70);
        }

        // In more than three dimensions there is a second, local minimum near (-1, 1, ..., 1).
        Assert.All(minimizer.X[1..].ToArray(), x => Assert.Equal(1, x, 2e-3));
        Assert.Equal(1, Math.Abs(minimizer.X[0]), 0.01);
    }

    [Fact]
    public void An_ill_conditioned_quadratic_takes_few_iterations()
    {
        // 1/2 sum c_i (x_i - i)^2 with c from 1 to 1000.
        double[] curvature = [.. Enumerable.Range(0, 10).Select(i => Math.Pow(1000, i / 9.0))];
        var objective = new Function(10, (x, g) =>
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                g[i] = curvature[i] * (x[i] - i);
                sum += g[i] * (x[i] - i) / 2;
            }

            return sum;
        });
        var minimizer = new LBFGSMinimizer(new LBFGS { Tolerance = 1e-3 }, objective);
        Assert.InRange(Minimize(minimizer, new float[10], 100), 1, 60);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(i, minimizer.X[i], 2e-3);
        }
    }

    [Fact]
    public void Values_never_rise_beyond_rounding()
    {
        var objective = new Function(3, (x, g) =>
        {
            // A valley with waves: not convex.
            double sum = 0;
            for (int i = 0; i < 3; i++)
            {
                sum += (x[i] * x[i]) + (2 * Math.Sin(3 * x[i]));
                g[i] = (2 * x[i]) + (6 * Math.Cos(3 * x[i]));
            }

            return sum;
        });
        var minimizer = new LBFGSMinimizer(new LBFGS(), objective);
        Assert.True(minimizer.Start([3, -2, 5]));
        double previous = minimizer.Value;
        for (int i = 0; i < 30 && !minimizer.HasConverged; i++)
        {
            minimizer.Iterate(1);
            Assert.True(minimizer.Value <= previous + (1e-6 * Math.Abs(previous)));
            previous = minimizer.Value;
        }

        Assert.True(minimizer.HasConverged);
    }

    [Fact]
    public void Steps_to_where_the_function_is_not_defined_are_shortened()
    {
        // x - ln x, defined above 0, with its minimum at 1: the first full step from 100 with a curvature of next to nothing goes below 0.
        var objective = new Function(1, (x, g) =>
        {
            g[0] = 1 - (1 / x[0]);
            return x[0] > 0 ? x[0] - Math.Log(x[0]) : double.NaN;
        });
        var minimizer = new LBFGSMinimizer(new LBFGS(), objective);
        Minimize(minimizer, [100], 50);
        Assert.Equal(1, minimizer.X[0], 1e-3);
    }

    [Fact]
    public void At_a_minimum_it_has_converged_at_once_and_nowhere_it_does_not_start()
    {
        var square = new Function(1, (x, g) =>
        {
            g[0] = 2 * x[0];
            return x[0] * x[0];
        });
        var minimizer = new LBFGSMinimizer(new LBFGS(), square);
        Assert.True(minimizer.Start([0]));
        Assert.True(minimizer.HasConverged);
        minimizer.Iterate(1);
        Assert.Equal(0, minimizer.X[0]);
        Assert.False(new LBFGSMinimizer(new LBFGS(), new Function(1, (_, _) => double.NaN)).Start([1]));
    }

    [Fact]
    public void The_memory_keeps_the_newest_changes_and_none_without_curvature()
    {
        var memory = new CurvatureMemory(2, 2);
        memory.Add([1, 0], [2, 0]);
        memory.Add([0, 1], [0, 4]);
        memory.Add([1, 1], [-1, -1]);
        Assert.Equal(2, memory.Count);
        memory.Add([2, 0], [4, 0]);
        Assert.Equal(2, memory.Count);
        Assert.Equal([0, 1], memory.GetStep(0).ToArray());
        Assert.Equal([4, 0], memory.GetChange(1).ToArray());

        // Two conjugate changes are all that a quadratic of two variables has: the direction is that of Newton's method.
        float[] direction = new float[2];
        memory.FindDirection([8, 8], direction);
        Assert.Equal(-4, direction[0], 1e-4);
        Assert.Equal(-2, direction[1], 1e-4);
    }

    [Fact]
    public void An_iteration_with_a_full_memory_allocates_nothing()
    {
        var objective = new Function(64, (x, g) =>
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                g[i] = (i + 1) * (x[i] + (x[i] * x[i] * x[i]));
                sum += (i + 1) * ((x[i] * x[i] / 2) + (x[i] * x[i] * x[i] * x[i] / 4));
            }

            return sum;
        });
        var minimizer = new LBFGSMinimizer(new LBFGS { HistorySize = 3, Tolerance = 0 }, objective);
        Minimize(minimizer, [.. Enumerable.Range(0, 64).Select(i => 1f + i)], 8);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            minimizer.Iterate(1);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.False(minimizer.HasConverged);
        Assert.Equal(0, least);
    }

    private static int Minimize(LBFGSMinimizer minimizer, float[] start, int iterations)
    {
        Assert.True(minimizer.Start(start));
        int done = 0;
        for (; done < iterations && !minimizer.HasConverged; done++)
        {
            minimizer.Iterate(1);
        }

        return done;
    }

    private sealed class Function(int length, Func<double[], double[], double> evaluate) : IObjective
    {
        private readonly double[] _x = new double[length];
        private readonly double[] _gradient = new double[length];

        public int Length => length;

        public int Evaluations { get; private set; }

        public double Evaluate(ReadOnlySpan<float> x, Span<float> gradient)
        {
            Evaluations++;
            for (int i = 0; i < x.Length; i++)
            {
                _x[i] = x[i];
            }

            double value = evaluate(_x, _gradient);
            for (int i = 0; i < x.Length; i++)
            {
                gradient[i] = (float)_gradient[i];
            }

            return value;
        }
    }
}
