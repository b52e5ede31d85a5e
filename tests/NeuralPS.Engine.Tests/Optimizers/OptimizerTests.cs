using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Engine.Tests.Optimizers;

public class OptimizerTests
{
    // A minimum at different distances and curvatures: g_i = c_i (w_i - t_i).
    private static readonly double[] _start = [1, -2, 0.5, 3];
    private static readonly double[] _curvature = [1, 0.3, 5, 0.01];
    private static readonly double[] _minimum = [0, 1, 0.25, -4];

    private delegate double Rule(double w, double g, ref double s0, ref double s1, int t);

    // All rules that work weight by weight; LBFGS has tests of its own.
    public static TheoryData<string> Names() => [.. OptimizerCatalog.Names.Where(name => name != "LBFGS")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Five_steps_follow_the_published_formula(string name)
    {
        Optimizer optimizer = OptimizerCatalog.Create(name, 0.05);
        if (name is "SGD" or "Momentum" or "Nesterov")
        {
            optimizer = OptimizerCatalog.FromDescription(
                name, new Dictionary<string, double> { ["LearningRate"] = 0.05, ["WeightDecay"] = 0.1 });
        }

        float[] weights = [.. _start.Select(w => (float)w)];
        float[] slot0 = new float[4], slot1 = new float[4];
        double[] expected = [.. _start];
        double[] state0 = new double[4], state1 = new double[4];
        Rule rule = Reference(name);
        for (int t = 1; t <= 5; t++)
        {
            float[] gradient = [.. weights.Select((w, i) => (float)(_curvature[i] * (w - _minimum[i])))];
            optimizer.Update(weights, gradient, slot0, slot1, optimizer.BeginStep(0.05, t) with { IsPenalised = true });
            for (int i = 0; i < 4; i++)
            {
                double g = _curvature[i] * (expected[i] - _minimum[i]);
                expected[i] = rule(expected[i], g, ref state0[i], ref state1[i], t);
                Assert.Equal(expected[i], weights[i], 2e-6);
            }
        }
    }

    [Fact]
    public void First_step_of_Adam_is_the_learning_rate_in_the_direction_of_the_gradient()
    {
        float[] weights = [1, 1, 1];
        new Adam().Update(weights, [1e-3f, -5, 1000], new float[3], new float[3], new Adam().BeginStep(0.001, 1) with { IsPenalised = true });
        Assert.Equal(0.999f, weights[0], 1e-6);
        Assert.Equal(1.001f, weights[1], 1e-6);
        Assert.Equal(0.999f, weights[2], 1e-6);
    }

    [Fact]
    public void Momentum_gathers_speed()
    {
        // v = 1, 1.9, 2.71; w = -0.1 (1 + 1.9 + 2.71).
        float[] weights = [0], velocity = [0];
        for (int t = 1; t <= 3; t++)
        {
            new Momentum().Update(weights, [1], velocity, [], new Momentum().BeginStep(0.1, t) with { IsPenalised = true });
        }

        Assert.Equal(2.71f, velocity[0], 1e-6);
        Assert.Equal(-0.561f, weights[0], 1e-6);
    }

    [Fact]
    public void Nesterov_looks_ahead()
    {
        // v = 1, 1.9; steps 1 + 0.9 and 1 + 1.71.
        float[] weights = [0], velocity = [0];
        for (int t = 1; t <= 2; t++)
        {
            new Nesterov().Update(weights, [1], velocity, [], new Nesterov().BeginStep(0.1, t) with { IsPenalised = true });
        }

        Assert.Equal(-0.461f, weights[0], 1e-6);
    }

    [Fact]
    public void First_steps_of_AdaGrad_shrink_with_the_root_of_their_number()
    {
        float[] weights = [0], sum = [0];
        new AdaGrad().Update(weights, [4], sum, [], new AdaGrad().BeginStep(0.01, 1) with { IsPenalised = true });
        Assert.Equal(-0.01f, weights[0], 1e-7);
        new AdaGrad().Update(weights, [4], sum, [], new AdaGrad().BeginStep(0.01, 2) with { IsPenalised = true });
        Assert.Equal(-0.01 - (0.01 / Math.Sqrt(2)), weights[0], 1e-7);
    }

    [Fact]
    public void The_perceptron_rule_adds_the_mistaken_sample()
    {
        float[] weights = [0, 0, 0];
        new PerceptronRule().Update(weights, [-1, 1, 0], [], [], new PerceptronRule().BeginStep(new PerceptronRule().LearningRate, 1) with { IsPenalised = true });
        Assert.Equal([1, -1, 0], weights);
    }

    [Fact]
    public void Decay_spares_biases()
    {
        foreach (string name in new[] { "SGD", "Momentum", "Nesterov", "AdamW" })
        {
            Optimizer optimizer = OptimizerCatalog.FromDescription(name, new Dictionary<string, double> { ["weightdecay"] = 0.5 });
            float[] weights = [1], biases = [1];
            optimizer.Update(weights, [0], new float[1], new float[1], optimizer.BeginStep(0.1, 1) with { IsPenalised = true });
            optimizer.Update(biases, [0], new float[1], new float[1], optimizer.BeginStep(0.1, 1));
            Assert.Equal(1, biases[0]);
            Assert.Equal(name == "Nesterov" ? 0.905f : 0.95f, weights[0], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_split_gives_the_same_bits(string name)
    {
        Optimizer optimizer = OptimizerCatalog.Create(name);
        var random = new Random(2);
        for (int n = 0; n <= 256; n++)
        {
            float[] whole = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f)];
            float[] parts = [.. whole];
            float[] whole0 = new float[n], whole1 = new float[n], parts0 = new float[n], parts1 = new float[n];
            for (int t = 1; t <= 3; t++)
            {
                float[] gradient = [.. Enumerable.Range(0, n).Select(_ => (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-20, 3)))];
                var step = optimizer.BeginStep(optimizer.LearningRate, t) with { IsPenalised = true };
                optimizer.Update(whole, gradient, whole0, whole1, step);

                // One by one: the scalar form.
                for (int i = 0; i < n; i++)
                {
                    optimizer.Update(parts.AsSpan(i, 1), gradient.AsSpan(i, 1), parts0.AsSpan(i, 1), parts1.AsSpan(i, 1), step);
                }
            }

            Assert.Equal(whole.Select(BitConverter.SingleToInt32Bits), parts.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(whole0.Select(BitConverter.SingleToInt32Bits), parts0.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(whole1.Select(BitConverter.SingleToInt32Bits), parts1.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unused_lanes_stay_zero(string name)
    {
        float[] weights = new float[20], slot0 = new float[20], slot1 = new float[20];
        OptimizerCatalog.Create(name).Update(weights, new float[20], slot0, slot1, OptimizerCatalog.Create(name).BeginStep(0.1, 1) with { IsPenalised = true });
        Assert.All(weights.Concat(slot0).Concat(slot1), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Moments_that_fade_are_flushed_to_zero()
    {
        float[] weights = new float[17], mean = new float[17], square = new float[17];
        Array.Fill(mean, 1.05e-30f);
        Array.Fill(square, 9e-31f);
        new Adam().Update(weights, new float[17], mean, square, new Adam().BeginStep(0.1, 1000) with { IsPenalised = true });
        Assert.All(mean.Concat(square), v => Assert.Equal(0, v));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_of_NaN_reaches_the_weights(string name)
    {
        float[] weights = new float[9];
        OptimizerCatalog.Create(name).Update(
            weights, [.. Enumerable.Repeat(float.NaN, 9)], new float[9], new float[9], OptimizerCatalog.Create(name).BeginStep(0.1, 1) with { IsPenalised = true });
        Assert.All(weights, w => Assert.True(float.IsNaN(w)));
    }

    [Fact]
    public void State_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(
        () => new Adam().Update(new float[8], new float[8], new float[8], new float[7], new Adam().BeginStep(0.1, 1) with { IsPenalised = true }));

    private static Rule Reference(string name) => name switch
    {
        "SGD" => (double w, double g, ref double _, ref double _, int _) => w - (0.05 * (g + (0.1 * w))),
        "PerceptronRule" => (double w, double g, ref double _, ref double _, int _) => w - (0.05 * g),
        "Momentum" => (double w, double g, ref double v, ref double _, int _) => w - (0.05 * (v = (0.9 * v) + g + (0.1 * w))),
        "Nesterov" => (double w, double g, ref double v, ref double _, int _) =>
            w - (0.05 * (g + (0.1 * w) + (0.9 * (v = (0.9 * v) + g + (0.1 * w))))),
        "AdaGrad" => (double w, double g, ref double s, ref double _, int _) => w - (0.05 * g / (Math.Sqrt(s += g * g) + 1e-10)),
        "RMSprop" => (double w, double g, ref double v, ref double _, int _) =>
            w - (0.05 * g / (Math.Sqrt(v = (0.99 * v) + (0.01 * g * g)) + 1e-8)),
        "Adam" or "AdamW" => (double w, double g, ref double m, ref double v, int t) =>
        {
            w -= name == "AdamW" ? 0.05 * 0.01 * w : 0;
            m += 0.1 * (g - m);
            v = (0.999 * v) + (0.001 * g * g);
            double meanHat = m / (1 - Math.Pow(0.9, t));
            double squareHat = v / (1 - Math.Pow(0.999, t));
            return w - (0.05 * meanHat / (Math.Sqrt(squareHat) + 1e-8));
        },
        _ => throw new NotSupportedException(name),
    };
}
