namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Normally distributed numbers with mean 0 and standard deviation sqrt(2 / (fanIn + fanOut)), by Xavier (Glorot):
/// keeps the variance of values forwards and of gradients backwards, for sigmoid, tanh and linear units.
/// </summary>
public sealed record XavierNormalInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static XavierNormalInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "XavierNormal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Normal(weights, 0, Math.Sqrt(2.0 / ((double)fanIn + fanOut)), seed, tensorIndex);
}
