using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Turns what -Loss and -LossWeight say into losses.</summary>
internal static class LossBinding
{
    /// <summary>One loss for all outputs or one for each; null where none is named.</summary>
    public static Eng.Losses.LossSet? Create(LossName[] names, double[]? weights = null) => names.Length == 0
        ? null
        : new Eng.Losses.LossSet([.. names.Select(name => Eng.Losses.LossCatalog.Get(name.ToString()))], weights);
}
