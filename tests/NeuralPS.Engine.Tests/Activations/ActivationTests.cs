using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Tests.Activations;

public class ActivationTests
{
    private static readonly float[] Grid = [.. Enumerable.Range(-1200, 2401).Select(i => i * 0.0125f)];

    public static TheoryData<string> Elementwise => [.. All.Where(a => a.IsElementwise).Select(a => a.Name)];

    private static IEnumerable<Activation> All =>
        ActivationCatalog.Names.Select(ActivationCatalog.Get).Concat([new LeakyReLUActivation(0.3f), new ELUActivation(0.5f)]);

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Vector_form_agrees_with_the_scalar_definition(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        float[] a = Forward(activation, Grid);
        for (int i = 0; i < Grid.Length; i++)
        {
            Close(activation.Evaluate(Grid[i]), a[i], 4e-7, $"{name}({Grid[i]})");
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Backward_multiplies_by_the_derivative(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        float[] a = Forward(activation, Grid);
        float[] da = [.. Grid.Select((_, i) => 0.5f + (i % 7))];
        var dz = new float[Grid.Length];
        activation.Backward(activation.NeedsInput ? Grid : default(ReadOnlySpan<float>), a, da, dz);
        for (int i = 0; i < Grid.Length; i++)
        {
            // Where the derivative comes from a, what a lost to rounding near saturation is lost: an absolute error.
            double expected = da[i] * activation.Differentiate(Grid[i]);
            Assert.True(Math.Abs(dz[i] - expected) <= 1e-6 * da[i], $"{name}'({Grid[i]}) * {da[i]}: {dz[i]} instead of {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Derivative_is_the_limit_of_differences(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        const double h = 1e-6;
        foreach (float z in Grid.Where(z => Math.Abs(z) > 1e-3))
        {
            double difference = (activation.Evaluate(z + h) - activation.Evaluate(z - h)) / (2 * h);
            Assert.Equal(difference, activation.Differentiate(z), 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Huge_arguments_give_the_limits(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        float[] z = [-1e4f, 1e4f, -1e30f, 1e30f, float.NegativeInfinity, float.PositiveInfinity];
        float[] a = Forward(activation, z);
        float[] da = [1, 1, 1, 1, 1, 1];
        var dz = new float[z.Length];
        activation.Backward(activation.NeedsInput ? z : default(ReadOnlySpan<float>), a, da, dz);
        for (int i = 0; i < z.Length; i++)
        {
            // The limit at infinity is reached long before.
            double finite = Math.Clamp(z[i], -1e30, 1e30);
            double expected = activation.Evaluate(finite);
            if (float.IsInfinity(z[i]) && Math.Abs(expected) > 1e20)
            {
                expected = z[i];
            }

            Close(expected, a[i], 4e-7, $"{name}({z[i]})");
            Close(activation.Differentiate(finite), dz[i], 4e-7, $"{name}'({z[i]})");
        }
    }

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void NaN_stays_NaN(string name) =>
        Assert.All(Forward(ActivationCatalog.Get(name), Enumerable.Repeat(float.NaN, 19).ToArray()), a => Assert.True(float.IsNaN(a)));

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Works_in_place(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        float[] expected = Forward(activation, Grid);
        float[] inPlace = [.. Grid];
        activation.Forward(inPlace, inPlace);
        Assert.Equal(expected, inPlace);

        float[] da = [.. Grid.Select(z => 1 + (z * z))];
        var dz = new float[Grid.Length];
        ReadOnlySpan<float> input = activation.NeedsInput ? Grid : default(ReadOnlySpan<float>);
        activation.Backward(input, expected, da, dz);
        activation.Backward(input, expected, da, da);
        Assert.Equal(dz, da);
    }

    [Fact]
    public void MapsZeroToZero_tells_the_truth() =>
        Assert.All(All.Where(a => a.IsElementwise), a => Assert.Equal(a.MapsZeroToZero, Forward(a, [0f])[0] == 0));

    [Theory]
    [InlineData("Sigmoid", 4, 0.98201379)]
    [InlineData("Sigmoid", -2, 0.11920292)]
    [InlineData("Tanh", 1, 0.76159416)]
    [InlineData("GELU", 1, 0.84134475)]
    [InlineData("GELU", -1, -0.15865525)]
    [InlineData("SiLU", 1, 0.73105858)]
    [InlineData("Softplus", 0, 0.69314718)]
    [InlineData("Softplus", 1, 1.31326169)]
    [InlineData("ELU", -1, -0.63212056)]
    [InlineData("LeakyReLU", -3, -0.03)]
    [InlineData("ReLU", -3, 0)]
    [InlineData("ReLU", 3, 3)]
    [InlineData("Step", 0, 0)]
    [InlineData("Step", 0.25, 1)]
    [InlineData("Sign", 0, -1)]
    [InlineData("Sign", 0.25, 1)]
    [InlineData("Linear", -7.5, -7.5)]
    public void Published_values(string name, float z, double a) =>
        Close(a, Forward(ActivationCatalog.Get(name), [z])[0], 2e-7, name);

    [Fact]
    public void Tanh_is_a_scaled_sigmoid()
    {
        float[] tanh = Forward(TanhActivation.Instance, Grid);
        float[] sigmoid = Forward(SigmoidActivation.Instance, [.. Grid.Select(z => 2 * z)]);
        for (int i = 0; i < Grid.Length; i++)
        {
            Assert.Equal((2 * sigmoid[i]) - 1, tanh[i], 3e-7f);
        }
    }

    [Fact]
    public void GELU_keeps_its_accuracy_in_the_tail()
    {
        float[] z = [-4, -6, -8, -10, -12];

        // z Phi(z) with Phi from tables of the normal distribution.
        double[] expected =
        [
            -4 * 3.167124183311992e-5, -6 * 9.865876450376981e-10, -8 * 6.220960574271784e-16, -10 * 7.619853024160525e-24,
            -12 * 1.776482112077679e-33,
        ];
        float[] a = Forward(GELUActivation.Instance, z);
        for (int i = 0; i < z.Length; i++)
        {
            Close(expected[i], GELUActivation.Instance.Evaluate(z[i]), 1e-13, $"definition at {z[i]}");
            Close(expected[i], a[i], 1e-6, $"vector form at {z[i]}");
        }
    }

    private static float[] Forward(Activation activation, float[] z)
    {
        var a = new float[z.Length];
        activation.Forward(z, a);
        return a;
    }

    // Relative error, and beside it what flushing subnormal numbers to zero costs.
    private static void Close(double expected, double actual, double tolerance, string what) => Assert.True(
        expected == actual || Math.Abs(actual - expected) <= (tolerance * Math.Abs(expected)) + 2e-37,
        $"{what}: {actual} instead of {expected}");
}
