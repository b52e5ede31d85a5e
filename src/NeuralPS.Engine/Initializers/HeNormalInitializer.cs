namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Normally distributed numbers with mean 0 and standard deviation sqrt(2 / fanIn), by He (Kaiming):
/// keeps the variance of values through units that pass half of their input, as ReLU does.
/// </summary>
public sealed record HeNormalInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static HeNormalInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "HeNormal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Normal(weights, 0, Math.Sqrt(2.0 / fanIn), seed, tensorIndex);
}
