using NeuralPS.Engine.Formulas;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Tests.Formulas;

public class FormulaLossTests
{
    [Theory]
    [InlineData("(y - p)^2", "SquaredError")]
    [InlineData("abs(p - y)", "AbsoluteError")]
    [InlineData("where(abs(y - p) - 1, abs(y - p) - 0.5, (y - p)^2 / 2)", "Huber")]
    [InlineData("max(0, 1 - y * p)", "Hinge")]
    public void Formulas_agree_with_the_losses_of_the_engine(string formula, string name)
    {
        Loss expected = LossCatalog.Get(name);
        var actual = new FormulaLoss(formula);
        foreach (int n in new[] { 1, 3, 16, 257, 600 })
        {
            float[] p = [.. Enumerable.Range(0, n).Select(i => ((i * 29 % 83) - 40) / 16.3f)];
            float[] y = [.. Enumerable.Range(0, n).Select(i => i % 3 - 1f)];
            float[] gradient = new float[n];
            float[] gradient2 = new float[n];

            // The hinge loss is a sum over the outputs in the engine.
            double scale = expected.Evaluate(p, y, gradient, false) is var value && name == "Hinge" ? 1.0 / n : 1;
            double mean = actual.Evaluate(p, y, gradient2, false);
            double ratio = value == 0 ? 1 : value / mean;
            Assert.True(Math.Abs(ratio - 1) < 1e-6 || Math.Abs((ratio * scale) - 1) < 1e-6, $"{value} and {mean}");
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(gradient[i] / Math.Round(ratio), gradient2[i], 1e-6);
            }
        }
    }

    [Fact]
    public void The_name_reads_back()
    {
        var loss = new FormulaLoss("(Y-P)^2");
        Assert.Equal("Formula((y - p)^2)", loss.Name);
        Assert.Equal("-2 * (y - p)", loss.Derivative);
        Assert.Equal(loss.Name, LossCatalog.Get(loss.Name).Name);
    }

    [Theory]
    [InlineData("y^2", "FormulaVariableMissing", "prediction")]
    [InlineData("(y - yhat)^2", "FormulaUnknownName", "Variables: y, p")]
    [InlineData("(y - p", "FormulaSyntax", "not closed")]
    public void What_is_no_loss_is_refused(string formula, string id, string word)
    {
        FormulaException error = Assert.Throws<FormulaException>(() => new FormulaLoss(formula));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
