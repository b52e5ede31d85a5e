using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Tests.Losses;

public class LossTests
{
    [Fact]
    public void Squared_error_is_the_mean_of_the_squares()
    {
        var gradient = new float[2];
        Assert.Equal(2.5, SquaredError.Instance.Evaluate([3, 1], [1, 2], gradient, false), 1e-12);
        Assert.Equal([2f, -1f], gradient);
    }

    [Fact]
    public void Half_squared_error_is_half_the_sum_of_the_squares()
    {
        var gradient = new float[2];
        Assert.Equal(2.5, HalfSquaredError.Instance.Evaluate([3, 1], [1, 2], gradient, false), 1e-12);
        Assert.Equal([2f, -1f], gradient);
        Assert.Equal(4.5, HalfSquaredError.Instance.Evaluate([3], [0], gradient, false), 1e-12);
        Assert.Equal(9, SquaredError.Instance.Evaluate([3], [0], gradient, false), 1e-12);
    }

    [Fact]
    public void Absolute_error_has_the_gradient_zero_where_it_is_zero()
    {
        var gradient = new float[4];
        Assert.Equal(1.25, AbsoluteError.Instance.Evaluate([3, 1, 0, 5], [1, 2, 0, 7], gradient, false), 1e-12);
        Assert.Equal([0.25f, -0.25f, 0, -0.25f], gradient);
    }

    [Fact]
    public void Huber_is_a_square_inside_delta_and_a_line_outside()
    {
        var gradient = new float[2];
        Assert.Equal((0.125 + 2.5) / 2, Huber.Instance.Evaluate([0.5f, -3], [0, 0], gradient, false), 1e-6);
        Assert.Equal([0.25f, -0.5f], gradient);
        Assert.Equal((0.125 + 4) / 2, new Huber(2).Evaluate([0.5f, -3], [0, 0], gradient, false), 1e-6);
        Assert.Equal([0.25f, -1f], gradient);
    }

    [Fact]
    public void Hinge_is_one_minus_the_margin()
    {
        var gradient = new float[3];
        Assert.Equal((0.5 + 0 + 3) / 3, Hinge.Instance.Evaluate([0.5f, -1, 2], [1, -1, -1], gradient, false), 1e-6);
        Assert.Equal([-1f / 3, 0, 1f / 3], gradient);
    }

    [Fact]
    public void Perceptron_moves_only_mistakes_and_counts_zero_as_one()
    {
        var gradient = new float[4];
        Assert.Equal(2, Perceptron.Instance.Evaluate([2, -2, 0, 0], [1, 1, 1, -1], gradient, true), 1e-12);
        Assert.Equal([0, -1, -1, 1], gradient);
    }

    [Fact]
    public void Cross_entropy_of_the_lectures_example_is_minus_log_of_063()
    {
        var gradient = new float[4];
        Assert.Equal(-Math.Log(0.63), CrossEntropy.Instance.Evaluate([0.63f, 0.12f, 0.07f, 0.18f], [1, 0, 0, 0], gradient, false), 1e-6);
        Assert.Equal(-1 / 0.63, gradient[0], 1e-6);
        Assert.Equal(0, gradient[1]);
    }

    [Fact]
    public void Cross_entropy_from_equal_logits_is_log_of_the_number_of_classes()
    {
        var gradient = new float[10];
        float[] target = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        Assert.Equal(Math.Log(10), CrossEntropy.Instance.Evaluate(new float[10], target, gradient, true), 1e-6);
        Assert.Equal(-0.9f, gradient[3], 1e-6);
        Assert.Equal(0.1f, gradient[0], 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_of_one_half_is_log_two()
    {
        var gradient = new float[1];
        Assert.Equal(Math.Log(2), BinaryCrossEntropy.Instance.Evaluate([0.5f], [1], gradient, false), 1e-7);
        Assert.Equal(-2f, gradient[0], 1e-6);
        Assert.Equal(Math.Log(2), BinaryCrossEntropy.Instance.Evaluate([0], [1], gradient, true), 1e-7);
        Assert.Equal(-0.5f, gradient[0], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Logits_of_plus_and_minus_ten_thousand_give_finite_values(int copies)
    {
        float[] z = [.. Enumerable.Repeat(new[] { 1e4f, -1e4f, 1e4f, -1e4f }, copies).SelectMany(v => v)];
        float[] y = [.. Enumerable.Repeat(new[] { 1f, 0, 0, 1 }, copies).SelectMany(v => v)];
        var gradient = new float[z.Length];

        Assert.Equal(5000, BinaryCrossEntropy.Instance.Evaluate(z, y, gradient, true), 1e-3);
        Assert.All(gradient.Select((g, i) => (g, i)), x => Assert.Equal(
            new[] { 0, 0, 1f, -1f }[x.i % 4] / z.Length, x.g, 1e-7));

        float[] oneHot = new float[z.Length];
        oneHot[1] = 1;
        Assert.Equal(2e4 + Math.Log(2 * copies), CrossEntropy.Instance.Evaluate(z, oneHot, gradient, true), 1e-2);
        Assert.Equal(-1, gradient[1]);
        Assert.Equal(0.5f / copies, gradient[0], 1e-6);
        Assert.True(gradient.All(float.IsFinite));
    }

    [Fact]
    public void Probabilities_of_zero_and_one_give_finite_values_and_gradients_that_still_push()
    {
        var gradient = new float[2];
        Assert.Equal(-Math.Log(1e-7), CrossEntropy.Instance.Evaluate([0, 1], [1, 0], gradient, false), 1e-6);
        Assert.Equal(-1e7f, gradient[0], 10);
        Assert.Equal(-Math.Log(1e-7), BinaryCrossEntropy.Instance.Evaluate([0, 1], [1, 0], gradient, false), 1e-6);
        Assert.True(gradient[0] < -1e6 && gradient[1] > 1e6);
    }

    [Fact]
    public void Soft_targets_give_at_least_their_entropy()
    {
        var gradient = new float[2];
        double entropy = -((0.25 * Math.Log(0.25)) + (0.75 * Math.Log(0.75)));
        float[] logits = [MathF.Log(0.25f), MathF.Log(0.75f)];
        Assert.Equal(entropy, CrossEntropy.Instance.Evaluate(logits, [0.25f, 0.75f], gradient, true), 1e-6);
        Assert.All(gradient, g => Assert.Equal(0, g, 1e-6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(37)]
    public void From_logits_equals_from_probabilities(int n)
    {
        var random = new Random(n);
        float[] z = [.. Enumerable.Range(0, n).Select(_ => (random.NextSingle() * 6) - 3)];
        float[] y = new float[n];
        y[n / 2] = 1;
        float[] gradient = new float[n];

        float[] sigmoid = [.. z.Select(v => 1 / (1 + MathF.Exp(-v)))];
        Assert.Equal(
            BinaryCrossEntropy.Instance.Evaluate(sigmoid, y, gradient, false),
            BinaryCrossEntropy.Instance.Evaluate(z, y, gradient, true),
            1e-5);

        float sum = z.Sum(MathF.Exp);
        float[] softmax = [.. z.Select(v => MathF.Exp(v) / sum)];
        Assert.Equal(
            CrossEntropy.Instance.Evaluate(softmax, y, gradient, false), CrossEntropy.Instance.Evaluate(z, y, gradient, true), 1e-5);
    }

    [Fact]
    public void Binary_cross_entropy_has_the_same_value_for_every_length_as_its_definition()
    {
        var random = new Random(5);
        foreach (int n in Enumerable.Range(1, 256).Concat([5000, 9001]))
        {
            float[] z = [.. Enumerable.Range(0, n).Select(_ => (random.NextSingle() * 30) - 15)];
            float[] y = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle())];
            float[] fast = new float[n];
            float[] plain = new float[n];
            double loss = BinaryCrossEntropy.Instance.Evaluate(z, y, fast, true);
            Assert.Equal(BinaryCrossEntropy.FromLogits(z, y, plain, 1f / n) / n, loss, 2e-6);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(plain[i], fast[i], 3e-7f / n);
            }
        }
    }

    [Fact]
    public void Losses_of_NaN_are_NaN()
    {
        foreach (Loss loss in LossCatalog.Names.Select(LossCatalog.Get))
        {
            foreach (int n in new[] { 2, 33 })
            {
                float[] target = new float[n];
                target[1] = 1;
                foreach (bool fromLogits in new[] { false, true })
                {
                    float[] output = new float[n];
                    output[0] = float.NaN;
                    Assert.True(double.IsNaN(loss.Evaluate(output, target, new float[n], fromLogits)), $"{loss} of {n}, {fromLogits}");
                }
            }
        }
    }
}
