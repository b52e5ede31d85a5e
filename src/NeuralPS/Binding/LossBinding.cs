using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Turns what -Loss, -LossExpression and -LossWeight say into losses.</summary>
internal static class LossBinding
{
    /// <summary>One loss for all outputs or one for each; null where none is named.</summary>
    public static Eng.Losses.LossSet? Create(LossName[] names, string[] expressions, double[]? weights = null)
    {
        if (names.Length > 0 && expressions.Length > 0)
        {
            throw new Eng.EngineException("LossTwice", "-Loss and -LossExpression both say what the loss is. Give one of them.");
        }

        Eng.Losses.Loss[] losses =
        [
            .. names.Select(name => Eng.Losses.LossCatalog.Get(name.ToString())),
            .. expressions.Select(expression => new Eng.Losses.FormulaLoss(expression)),
        ];
        return losses.Length == 0 ? null : new Eng.Losses.LossSet(losses, weights);
    }
}
