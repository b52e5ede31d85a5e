namespace NeuralPS.Engine.Initializers;

/// <summary>Normally distributed numbers.</summary>
/// <param name="StandardDeviation">The standard deviation, at least 0.</param>
/// <param name="Mean">The mean.</param>
public sealed record NormalInitializer(double StandardDeviation = 0.05, double Mean = 0) : Initializer
{
    /// <inheritdoc/>
    public override string Name => this == new NormalInitializer() ? "Normal"
        : Format("Normal", Mean == 0 ? [StandardDeviation] : [StandardDeviation, Mean]);

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex)
    {
        Validate();
        RandomFill.Normal(weights, Mean, StandardDeviation, seed, tensorIndex);
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(
        double.IsFinite(Mean) && double.IsFinite(StandardDeviation) && StandardDeviation >= 0,
        "the standard deviation must be at least 0, and both numbers finite");
}
