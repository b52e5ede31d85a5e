using NeuralPS.Engine.Formulas;

namespace NeuralPS.Engine.Tests.Formulas;

public class DifferentiationTests
{
    public static TheoryData<string> Functions =>
    [
        "exp(x)", "log(x + 3)", "log1p(x + 2)", "expm1(x)", "sqrt(x + 3)", "abs(x)", "sin(x)", "cos(x)", "tan(x / 2)", "sinh(x)", "cosh(x)",
        "tanh(x)", "asin(x / 3)", "acos(x / 3)", "atan(x)", "sigmoid(x)", "softplus(x)", "relu(x)", "erf(x)", "gelu(x)", "silu(x)",
        "min(x, 1)", "max(x, x^2)", "pow(x + 3, 1.5)", "where(x, x^2, -x^3)", "(x + 3)^x", "2^x", "e^x", "x^3", "x^-2", "1 / (1 + x^2)",
        "x * sigmoid(x)", "x * tanh(softplus(x))", "exp(-x^2 / 2) / sqrt(2 * pi)", "(x - 1) / (x + 3)", "-x", "sin(x)^2 + cos(x)^2",
        "x / 3 + 2 * x / 5", "log(cosh(x))", "sqrt(1 + x^2)", "abs(x)^1.5", "step(x) * x", "sign(x) * x^2",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Derivatives_agree_with_difference_quotients(string text)
    {
        Formula formula = Formula.Parse(text);
        Formula derivative = formula.Differentiate("x");
        Formula second = formula.Differentiate("x", 2);
        for (double x = -2.45; x < 2.5; x += 0.1)
        {
            AssertClose(Quotient(formula, x), derivative.Evaluate("x", x), $"{derivative} at {x}");
            AssertClose(Quotient(derivative, x), second.Evaluate("x", x), $"{second} at {x}");
        }
    }

    [Theory]
    [InlineData("exp(x+2)^2 - exp(x+2)", "2 * exp(x + 2)^2 - exp(x + 2)")]
    [InlineData("3", "0")]
    [InlineData("x", "1")]
    [InlineData("x^2", "2 * x")]
    [InlineData("x^3 - 2*x^2 + x - 7", "3 * x^2 - 4 * x + 1")]
    [InlineData("x / 3", "1 / 3")]
    [InlineData("x^2 / 3", "2 * x / 3")]
    [InlineData("1 / x", "-1 / x^2")]
    [InlineData("sigmoid(x)", "sigmoid(x) * (1 - sigmoid(x))")]
    [InlineData("tanh(x)", "1 - tanh(x)^2")]
    [InlineData("softplus(x)", "sigmoid(x)")]
    [InlineData("max(0, x)", "step(x)")]
    [InlineData("max(x, 0)", "step(x)")]
    [InlineData("log(x)", "1 / x")]
    [InlineData("sin(2*x)", "2 * cos(2 * x)")]
    [InlineData("e^x", "exp(x)")]
    [InlineData("x * exp(-x)", "exp(-x) - x * exp(-x)")]
    [InlineData("cos(x)", "-sin(x)")]
    [InlineData("sqrt(x)", "1 / (2 * sqrt(x))")]
    [InlineData("x - (1 - x)", "2")]
    public void Derivatives_read_as_people_write_them(string text, string derivative) =>
        Assert.Equal(derivative, Formula.Parse(text).Differentiate("x").ToString());

    [Fact]
    public void The_worked_example_has_its_derivative()
    {
        // s = e^(2(x + 2)) - e^(x + 2), so ds/dx = 2 e^(2(x + 2)) - e^(x + 2).
        Formula derivative = Formula.Parse("exp(x+2)^2 - exp(x+2)").Differentiate("x");
        Formula readBack = Formula.Parse(derivative.ToString());
        for (double x = -5; x <= 3; x += 0.125)
        {
            double expected = (2 * Math.Exp(2 * (x + 2))) - Math.Exp(x + 2);
            Assert.Equal(expected, derivative.Evaluate("x", x), 1e-12 * Math.Max(1, Math.Abs(expected)));
            Assert.Equal(derivative.Evaluate("x", x), readBack.Evaluate("x", x));
        }
    }

    [Fact]
    public void The_tangent_is_a_stretched_sigmoid()
    {
        Formula tanh = Formula.Parse("tanh(x)");
        Formula sigmoid = Formula.Parse("2 * sigmoid(2 * x) - 1");
        for (double x = -20; x <= 20; x += 0.1)
        {
            Assert.Equal(tanh.Evaluate("x", x), sigmoid.Evaluate("x", x), 1e-14);
            Assert.Equal(tanh.Differentiate("x").Evaluate("x", x), sigmoid.Differentiate("x").Evaluate("x", x), 1e-14);
        }
    }

    [Theory]
    [InlineData("relu(x)", 0, 0)]
    [InlineData("abs(x)", 0, 0)]
    [InlineData("max(0, x)", 0, 0)]
    [InlineData("max(x, 0)", 0, 0)]
    [InlineData("min(x, 0)", 0, 0)]
    [InlineData("min(x, x^2)", 1, 1)]
    [InlineData("max(2 * x, x)", 0, 2)]
    [InlineData("step(x)", 0, 0)]
    [InlineData("sign(x)", 0, 0)]
    public void Kinks_have_the_documented_slope(string text, double x, double slope) =>
        Assert.Equal(slope, Formula.Parse(text).Differentiate("x").Evaluate("x", x));

    [Fact]
    public void Other_variables_are_constants()
    {
        Formula formula = Formula.Parse("w * x^2 + b");
        Assert.Equal("2 * w * x", formula.Differentiate("x").ToString());
        Assert.Equal("x^2", formula.Differentiate("w").ToString());
        Assert.Equal(["b", "w", "x"], formula.Variables);
        Assert.Equal("FormulaVariableMissing", Assert.Throws<FormulaException>(() => formula.Differentiate("z")).ErrorId);
        Assert.Equal("FormulaValueMissing", Assert.Throws<FormulaException>(() => formula.Evaluate("x", 1)).ErrorId);
    }

    [Fact]
    public void Higher_orders_repeat()
    {
        Formula sine = Formula.Parse("sin(x)");
        Assert.Equal("sin(x)", sine.Differentiate("x", 4).ToString());
        Assert.Equal("0", Formula.Parse("x^5").Differentiate("x", 6).ToString());
        Assert.Equal("120", Formula.Parse("x^5").Differentiate("x", 5).ToString());
        Assert.Equal("FormulaTooLarge", Assert.Throws<FormulaException>(() => Formula.Parse("x^x^x").Differentiate("x", 20)).ErrorId);
    }

    [Fact]
    public void Simple_forms_have_the_same_values()
    {
        var random = new RandomExpressions(2, "x", "y");
        int compared = 0;
        for (int i = 0; i < 4000; i++)
        {
            Expression expression = random.Next(4);
            Expression simple;
            try
            {
                simple = Simplifier.Simplify(expression);
            }
            catch (FormulaException e) when (e.ErrorId == "FormulaOverflow")
            {
                continue;
            }

            Assert.Equal(simple.ToString(), FormulaParser.Parse(simple.ToString()).ToString());
            foreach (double x in new[] { -1.7, -0.3, 0.45, 2.2 })
            {
                var values = new Dictionary<string, double> { ["x"] = x, ["y"] = 0.6 - x };
                double expected = ExpressionEvaluation.Evaluate(expression, values);
                if (Math.Abs(expected) is > 1e-6 and < 1e6)
                {
                    compared++;
                    AssertClose(expected, ExpressionEvaluation.Evaluate(simple, values), $"{expression} became {simple}, at {x}");
                }
            }
        }

        Assert.InRange(compared, 5000, int.MaxValue);
    }

    private static double Quotient(Formula formula, double x)
    {
        const double h = 1e-3;
        double D(double step) => (formula.Evaluate("x", x + step) - formula.Evaluate("x", x - step)) / (2 * step);
        return ((4 * D(h / 2)) - D(h)) / 3;
    }

    private static void AssertClose(double expected, double actual, string what) => Assert.True(
        Math.Abs(expected - actual) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"Expected {expected}, but got {actual}: {what}");
}
