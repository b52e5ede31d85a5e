using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Formulas;

namespace NeuralPS.Engine.Tests.Formulas;

public class FormulaActivationTests
{
    private static readonly float[] Z = [.. Enumerable.Range(0, 160).Select(i => (i - 80) / 8f)];

    [Theory]
    [InlineData("x * sigmoid(x)", "SiLU")]
    [InlineData("max(0, x)", "ReLU")]
    [InlineData("silu(x)", "SiLU")]
    [InlineData("where(x, x, 0.01 * x)", "LeakyReLU")]
    [InlineData("where(x, x, expm1(x))", "ELU")]
    [InlineData("1 / (1 + exp(-x))", "Sigmoid")]
    [InlineData("2 * sigmoid(2 * x) - 1", "Tanh")]
    [InlineData("log(1 + exp(x))", "Softplus")]
    [InlineData("x / 2 * (1 + erf(x / sqrt(2)))", "GELU")]
    [InlineData("x", "Linear")]
    public void Formulas_agree_with_the_activations_of_the_engine(string formula, string name)
    {
        Activation expected = ActivationCatalog.Get(name);
        var actual = new FormulaActivation(formula);
        (float[] a, float[] dz) = Run(expected);
        (float[] a2, float[] dz2) = Run(actual);
        for (int i = 0; i < Z.Length; i++)
        {
            Assert.Equal(a[i], a2[i], 2e-6f * Math.Max(1, Math.Abs(a[i])));
            Assert.Equal(dz[i], dz2[i], 3e-6f * Math.Max(1, Math.Abs(dz[i])));
            Assert.Equal(expected.Evaluate(Z[i]), actual.Evaluate(Z[i]), 1e-7);
            Assert.Equal(expected.Differentiate(Z[i]), actual.Differentiate(Z[i]), 1e-7);
        }
    }

    [Theory]
    [InlineData("tanh(x)", false)]
    [InlineData("sigmoid(x)", false)]
    [InlineData("exp(x)", false)]
    [InlineData("3 * x", false)]
    [InlineData("x", false)]
    [InlineData("x * sigmoid(x)", true)]
    [InlineData("relu(x)", true)]
    public void The_value_is_used_again_where_it_suffices(string formula, bool needsInput) =>
        Assert.Equal(needsInput, new FormulaActivation(formula).NeedsInput);

    [Theory]
    [InlineData("sin(x)", true)]
    [InlineData("cos(x)", false)]
    [InlineData("log(x)", false)]
    [InlineData("-x", false)]
    [InlineData("sqrt(x)", true)]
    public void Zero_stays_zero_where_the_function_says_so(string formula, bool mapsZeroToZero) =>
        Assert.Equal(mapsZeroToZero, new FormulaActivation(formula).MapsZeroToZero);

    [Theory]
    [InlineData("sqrt(x)")]
    [InlineData("log(x)")]
    [InlineData("1 / x")]
    public void No_gradient_stays_none_where_the_slope_is_infinite(string formula)
    {
        var activation = new FormulaActivation(formula);
        float[] a = new float[5];
        activation.Forward(new float[5], a);
        float[] dz = [1, 1, 1, 1, 1];
        activation.Backward(new float[5], a, new float[5], dz);
        Assert.Equal(new float[5], dz);
    }

    [Fact]
    public void The_name_reads_back()
    {
        var activation = new FormulaActivation("X*Sigmoid( x )");
        Assert.Equal("Formula(x * sigmoid(x))", activation.Name);
        Assert.Equal("sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))", activation.Derivative);
        Assert.Equal(activation, ActivationCatalog.Get(activation.ToString()));
        Assert.NotEqual(activation, new FormulaActivation("x"));
    }

    [Theory]
    [InlineData("3", "FormulaVariableMissing")]
    [InlineData("x + y", "FormulaUnknownName")]
    [InlineData("x +", "FormulaSyntax")]
    public void What_is_no_function_of_x_is_refused(string formula, string id) =>
        Assert.Equal(id, Assert.Throws<FormulaException>(() => ActivationCatalog.Get($"Formula({formula})")).ErrorId);

    private static (float[] A, float[] Dz) Run(Activation activation)
    {
        float[] a = new float[Z.Length];
        activation.Forward(Z, a);
        float[] dz = [.. Z.Select(z => 1 + (z / 100))];
        activation.Backward(activation.NeedsInput ? Z : default, a, dz, dz);
        return (a, dz);
    }
}
