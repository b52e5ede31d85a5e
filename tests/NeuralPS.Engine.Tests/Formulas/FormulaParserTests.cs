using NeuralPS.Engine.Formulas;

namespace NeuralPS.Engine.Tests.Formulas;

public class FormulaParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("2^3^2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("(-2)^2", 4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2 * -3", -6)]
    [InlineData("8 / 4 / 2", 1)]
    [InlineData("5 - 3 - 1", 1)]
    [InlineData("--3", 3)]
    [InlineData("+3", 3)]
    [InlineData("1.5e2 + .5", 150.5)]
    [InlineData("2*e^0", 2)]
    [InlineData("cos(pi)", -1)]
    [InlineData("max(2, min(5, 3))", 3)]
    [InlineData("pow(2, 10)", 1024)]
    [InlineData("where(1, 2, 3) + where(0, 2, 3)", 5)]
    [InlineData("ln(e) + LOG(1)", 1)]
    public void Operators_bind_as_in_mathematics(string formula, double value) =>
        Assert.Equal(value, Formula.Parse(formula).Evaluate("x", 0), 12);

    [Theory]
    [InlineData("x+", "FormulaSyntax", 3, "ends early")]
    [InlineData("", "FormulaSyntax", 1, "ends early")]
    [InlineData("2 x", "FormulaSyntax", 3, "write 2 * x")]
    [InlineData("(x + 1", "FormulaSyntax", 1, "not closed")]
    [InlineData("x + 1)", "FormulaSyntax", 6, "closing parenthesis")]
    [InlineData("x ** 2", "FormulaSyntax", 3, "x^2")]
    [InlineData("x * sigmod(x)", "FormulaUnknownName", 5, "sigmoid")]
    [InlineData("x + w", "FormulaUnknownName", 5, "Variables: x")]
    [InlineData("max(x)", "FormulaArgumentCount", 1, "2 arguments")]
    [InlineData("exp()", "FormulaArgumentCount", 1, "1 argument ")]
    [InlineData("exp(1, x)", "FormulaArgumentCount", 1, "1 argument ")]
    [InlineData("tanh + 1", "FormulaSyntax", 1, "tanh(x)")]
    [InlineData("x > 0", "FormulaSyntax", 3, "where(c, a, b)")]
    [InlineData("$x^2", "FormulaSyntax", 1, "dollar")]
    [InlineData("x * 1e999", "FormulaSyntax", 5, "too large")]
    [InlineData("exp(x,)", "FormulaSyntax", 7, "closing parenthesis")]
    public void Errors_name_the_column_and_point_at_it(string formula, string id, int column, string word)
    {
        FormulaException error = Assert.Throws<FormulaException>(() => Formula.Parse(formula, ["x"]));
        Assert.Equal(id, error.ErrorId);
        Assert.Equal(column, error.Column);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains($"at column {column}:", error.Message, StringComparison.Ordinal);
        string[] lines = error.Message.Split('\n');
        Assert.Equal("  " + formula, lines[1]);
        Assert.Equal(column + 1, lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_printed_reads_back_to_the_same_tree()
    {
        var random = new RandomExpressions(1, "x", "y", "w1");
        for (int i = 0; i < 5000; i++)
        {
            Expression expression = random.Next(6);
            Assert.Equal(expression, FormulaParser.Parse(expression.ToString()));
        }
    }

    [Fact]
    public void Garbage_is_refused_with_an_error_of_formulas()
    {
        string[] pieces =
        [
            "x", "1", "2.5", ".", "e", "1e", "(", ")", "((", "^", "*", "+", "-", "/", ",", " ", "exp(", "max(", "where(", "pi", "\0", "é", "\n",
            "^-", "1e400", "_", "$", "\ud800",
        ];
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 20000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Formula formula = Formula.Parse(text, ["x"]);
                formula.Differentiate("x");
                Assert.Equal(formula.ToString(), Formula.Parse(formula.ToString()).ToString());
            }
            catch (FormulaException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10000, 19990);
    }

    [Fact]
    public void Deep_and_long_formulas_are_refused()
    {
        foreach (string text in new[]
        {
            new string('(', 9000), new string('-', 9000) + "x", string.Concat(Enumerable.Repeat("exp(", 2000)) + "x",
            string.Concat(Enumerable.Repeat("x^", 2000)) + "x", string.Concat(Enumerable.Repeat("x+", 4000)) + "x", new string('x', 20000),
        })
        {
            Assert.Equal("FormulaTooLarge", Assert.Throws<FormulaException>(() => Formula.Parse(text)).ErrorId);
        }
    }

    [Fact]
    public void A_hundred_levels_and_some_hundred_terms_are_fine()
    {
        string deep = string.Concat(Enumerable.Repeat("tanh(", 100)) + "x" + new string(')', 100);
        Assert.Equal(0, Formula.Parse(deep).Differentiate("x").Evaluate("x", 0) - 1, 12);
        Assert.Equal(400, Formula.Parse(string.Join(" + ", Enumerable.Repeat("x", 400))).Differentiate("x").Evaluate("x", 3));
    }
}
