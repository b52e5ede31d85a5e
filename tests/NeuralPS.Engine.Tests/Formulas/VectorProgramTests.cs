using NeuralPS.Engine.Formulas;
using NeuralPS.Engine.Formulas.Vectors;

namespace NeuralPS.Engine.Tests.Formulas;

public unsafe class VectorProgramTests
{
    public static TheoryData<string> Functions =>
    [
        "x", "2", "x + 1", "1 - x", "2 * x", "x / 3", "3 / x", "-x", "x^2", "x^3", "x^-2", "x^7", "x^0", "(x / 16)^65", "abs(x)^1.5", "(x + 20)^0.5",
        "2^x", "x^x", "exp(x)", "log(abs(x) + 0.01)", "log1p(abs(x))", "log1p(x / 100)", "expm1(x)", "expm1(x / 1000)", "sqrt(abs(x))",
        "abs(x)", "sign(x)", "sin(x)", "cos(x)", "tan(x)", "sin(16 * x)", "cos(256 * x)", "sinh(x)", "cosh(x)", "sinh(x / 1000)", "tanh(x)",
        "asin(x / 11)", "acos(x / 11)", "atan(x)", "sigmoid(x)", "softplus(x)", "relu(x)", "step(x)", "erf(x)", "erf(x / 1000)", "gelu(x)",
        "silu(x)", "min(x, 1)", "min(1, x)", "max(x, -x)", "max(x^2, 3)", "where(x, x^2, 5)", "where(sin(x), 1, 2)", "pi * x", "x * 0 + e",
        "x * tanh(softplus(x))", "x * sigmoid(1.702 * x)", "exp(-x^2 / 2) / sqrt(2 * pi)", "(x - 1) * (x + 1) / (1 + x^2)",
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Values_agree_with_double_precision_for_every_length(string text)
    {
        Formula formula = Formula.Parse(text, ["x"]);
        VectorProgram program = Compile(formula);
        float[] x = new float[300];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i == 0 ? 0 : ((i * 37 % 401) - 200) / 19f;
        }

        float[] whole = new float[x.Length];
        program.Run(x, whole);
        for (int i = 0; i < x.Length; i++)
        {
            AssertClose(formula.Evaluate("x", x[i]), whole[i], $"{text} at {x[i]}");
        }

        for (int length = 0; length <= 256; length++)
        {
            float[] part = new float[length + 1];
            part[length] = 42;
            program.Run(x.AsSpan(7, length), part);
            Assert.True(whole.AsSpan(7, length).SequenceEqual(part.AsSpan(0, length)), text);
            Assert.Equal(42, part[length]);
        }
    }

    [Theory]
    [InlineData("exp(x)")]
    [InlineData("sigmoid(x)")]
    [InlineData("tanh(x)")]
    [InlineData("softplus(x)")]
    [InlineData("silu(x)")]
    [InlineData("relu(x)")]
    [InlineData("gelu(x)")]
    [InlineData("erf(x)")]
    [InlineData("sinh(x)")]
    [InlineData("cosh(x)")]
    [InlineData("expm1(x)")]
    [InlineData("log1p(x)")]
    [InlineData("log(x)")]
    [InlineData("sqrt(x)")]
    [InlineData("sin(x)")]
    [InlineData("cos(x)")]
    [InlineData("sign(x)")]
    [InlineData("step(x)")]
    [InlineData("max(x, 1)")]
    [InlineData("min(1, x)")]
    [InlineData("x^3")]
    public void Extreme_arguments_agree_with_double_precision(string text)
    {
        Formula formula = Formula.Parse(text, ["x"]);
        float[] x =
        [
            0, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-30f, -1e-30f, 1e30f, -1e30f, 1e-7f, -1e-7f, 88.5f, -88.5f, 89.2f,
            -89.2f, 100000.5f, -12345.25f, 8192, 3.14159274f, -1, 1, 40, -40, 1e-3f, -1e-3f,
        ];
        float[] y = new float[x.Length];
        Compile(formula).Run(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = formula.Evaluate("x", x[i]);
            AssertClose(Math.Abs(expected) < 1.2e-38 ? 0 : (float)expected, Math.Abs(y[i]) < 1.2e-38f ? 0 : y[i], $"{text} at {x[i]}");
        }
    }

    [Fact]
    public void Random_formulas_agree_with_double_precision()
    {
        var random = new RandomExpressions(3, "x", "y");
        int compared = 0;
        for (int i = 0; i < 1500; i++)
        {
            Expression expression = random.Next(4);
            var builder = new ProgramBuilder();
            builder.AddInput(new VariableExpression("x"), 0);
            builder.AddInput(new VariableExpression("y"), 1);
            VectorProgram program = builder.Build(builder.Compile(expression), builder.Compile(expression + 1));
            float[] x = [-1.75f, -0.25f, 0.5f, 2.25f];
            float[] y = [0.5f, 1.25f, -0.75f, 0.125f];
            float[] value = new float[4];
            float[] more = new float[4];
            Run(program, x, y, value, more);

            for (int j = 0; j < 4; j++)
            {
                double Evaluate(double dx) => ExpressionEvaluation.Evaluate(
                    expression, new Dictionary<string, double> { ["x"] = x[j] * (1 + dx), ["y"] = y[j] * (1 - dx) });
                double expected = Evaluate(0);

                // Leaves out what single precision cannot give: values that change much with their inputs.
                if (Math.Abs(expected) is > 1e-3 and < 1e3 && Math.Abs(Evaluate(1e-6) - expected) < 1e-5 * Math.Abs(expected)
                    && Math.Abs(Evaluate(-1e-6) - expected) < 1e-5 * Math.Abs(expected))
                {
                    compared += Math.Abs(value[j] - expected) < 1e-3 * Math.Max(1, Math.Abs(expected)) ? 1 : -20;
                    Assert.Equal(value[j] + 1, more[j], 1e-4 * Math.Max(1, Math.Abs(expected)));
                }
            }
        }

        // A few formulas cancel inside, which their values do not show.
        Assert.InRange(compared, 1500, int.MaxValue);
    }

    [Fact]
    public void Equal_parts_are_computed_once_and_registers_used_again()
    {
        Assert.Equal(3, Compile(Formula.Parse("exp(x) + exp(x) * 2")).InstructionCount);
        Assert.Equal(2, Compile(Formula.Parse("x^4 * (1 + 1)^0")).InstructionCount - 1);
        Assert.InRange(Compile(Formula.Parse(string.Join(" + ", Enumerable.Range(1, 50).Select(i => $"sin({i} * x)")))).RegisterCount, 2, 4);
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        VectorProgram program = Compile(Formula.Parse("x * tanh(softplus(x)) + sin(x) / (1 + x^2)"));
        float[] x = new float[1000];
        program.Run(x, x);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            program.Run(x, x);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Run(VectorProgram program, float[] x, float[] y, float[] value, float[] more)
    {
        fixed (float* px = x, py = y, pv = value, pm = more)
        {
            float** ports = stackalloc float*[4] { px, py, pv, pm };
            program.Run(ports, 2, ports + 2, x.Length);
        }
    }

    private static VectorProgram Compile(Formula formula)
    {
        var builder = new ProgramBuilder();
        builder.AddInput(new VariableExpression("x"), 0);
        return builder.Build(builder.Compile(formula.Expression));
    }

    private static void AssertClose(double expected, double actual, string what) => Assert.True(
        expected.Equals(actual) || Math.Abs(expected - actual) <= 2e-6 * Math.Max(0.01, Math.Abs(expected)),
        $"Expected {expected}, but got {actual}: {what}");
}
