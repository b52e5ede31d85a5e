namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Normally distributed numbers with mean 0 and standard deviation sqrt(1 / fanIn), by LeCun:
/// keeps the variance of values forwards through linear units.
/// </summary>
public sealed record LecunNormalInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static LecunNormalInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "LecunNormal";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Normal(weights, 0, Math.Sqrt(1.0 / fanIn), seed, tensorIndex);
}
