using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;

namespace NeuralPS.Engine.Tests.Initializers;

public class InitializerTests
{
    private const int FanIn = 300;
    private const int FanOut = 200;
    private const int Count = FanIn * FanOut;

    [Theory]
    [InlineData("Normal(0.1)", 0.01)]
    [InlineData("Normal", 0.0025)]
    [InlineData("Uniform(0.3)", 0.03)]
    [InlineData("XavierNormal", 2.0 / 500)]
    [InlineData("XavierUniform", 2.0 / 500)]
    [InlineData("HeNormal", 2.0 / 300)]
    [InlineData("HeUniform", 2.0 / 300)]
    [InlineData("LecunNormal", 1.0 / 300)]
    [InlineData("LecunUniform", 1.0 / 300)]
    public void Variance_follows_the_formula_and_the_mean_is_zero(string name, double variance)
    {
        float[] weights = Fill(InitializerCatalog.Get(name), seed: 1, tensorIndex: 0);
        double mean = weights.Average(w => (double)w);
        Assert.Equal(0, mean, 5 * Math.Sqrt(variance / Count));

        // The standard error of a normal sample's variance is variance * sqrt(2 / n).
        Assert.Equal(variance, weights.Average(w => (w - mean) * (w - mean)), 5 * variance * Math.Sqrt(2.0 / Count));
    }

    [Theory]
    [InlineData("XavierUniform", 6.0 / 500)]
    [InlineData("HeUniform", 6.0 / 300)]
    [InlineData("LecunUniform", 3.0 / 300)]
    public void Uniform_numbers_reach_and_keep_their_limit(string name, double squaredLimit)
    {
        double largest = Fill(InitializerCatalog.Get(name), 1, 0).Max(w => Math.Abs(w));
        Assert.InRange(largest, 0.999 * Math.Sqrt(squaredLimit), Math.Sqrt(squaredLimit) * 1.0000001);
    }

    [Fact]
    public void Normal_numbers_follow_the_bell_curve()
    {
        float[] weights = Fill(new NormalInitializer(1), 3, 0);
        Assert.Equal(0.6827, weights.Count(w => Math.Abs(w) < 1) / (double)Count, 0.01);
        Assert.Equal(0.9545, weights.Count(w => Math.Abs(w) < 2) / (double)Count, 0.005);
        Assert.Equal(0.9973, weights.Count(w => Math.Abs(w) < 3) / (double)Count, 0.001);
    }

    [Fact]
    public void The_mean_of_normal_numbers_can_be_set() =>
        Assert.Equal(2, Fill(new NormalInitializer(0.1, 2), 1, 0).Average(w => (double)w), 0.003);

    [Fact]
    public void Constants_and_zeros()
    {
        Assert.All(Fill(new ConstantInitializer(0.25), 1, 0), w => Assert.Equal(0.25f, w));
        Assert.All(Fill(ZerosInitializer.Instance, 1, 0), w => Assert.Equal(0f, w));
    }

    [Theory]
    [InlineData("HeNormal")]
    [InlineData("XavierUniform")]
    public void Same_seed_and_tensor_give_the_same_bits_and_others_give_others(string name)
    {
        Initializer initializer = InitializerCatalog.Get(name);
        float[] weights = Fill(initializer, 42, 3);
        Assert.Equal(weights, Fill(initializer, 42, 3));
        Assert.NotEqual(weights, Fill(initializer, 43, 3));
        Assert.NotEqual(weights, Fill(initializer, 42, 4));
        Assert.Equal(Count, weights.Length);
        Assert.True(weights.Distinct().Count() > 0.99 * Count, "numbers repeat");
    }

    [Theory]
    [InlineData("HeNormal")]
    [InlineData("Uniform")]
    public void An_element_does_not_depend_on_the_length(string name)
    {
        Initializer initializer = InitializerCatalog.Get(name);
        float[] weights = Fill(initializer, 5, 1);
        for (int length = 0; length < 20; length++)
        {
            var start = new float[length];
            initializer.Fill(start, FanIn, FanOut, 5, 1);
            Assert.Equal(weights[..length], start);
        }
    }

    [Theory]
    [InlineData("ReLU", "HeNormal")]
    [InlineData("LeakyReLU(0.2)", "HeNormal")]
    [InlineData("ELU", "HeNormal")]
    [InlineData("GELU", "HeNormal")]
    [InlineData("SiLU", "HeNormal")]
    [InlineData("Softplus", "HeNormal")]
    [InlineData("Tanh", "XavierUniform")]
    [InlineData("Sigmoid", "XavierUniform")]
    [InlineData("Linear", "XavierUniform")]
    [InlineData("Softmax", "XavierUniform")]
    public void He_suits_the_ReLU_family_and_Xavier_the_others(string activation, string initializer) =>
        Assert.Equal(initializer, Initializer.For(ActivationCatalog.Get(activation)).Name);

    private static float[] Fill(Initializer initializer, ulong seed, int tensorIndex)
    {
        var weights = new float[Count];
        initializer.Fill(weights, FanIn, FanOut, seed, tensorIndex);
        return weights;
    }
}
