namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Numbers evenly distributed from -limit to limit with limit sqrt(3 / fanIn), by LeCun:
/// keeps the variance of values forwards through linear units.
/// </summary>
public sealed record LecunUniformInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static LecunUniformInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "LecunUniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Uniform(weights, Math.Sqrt(3.0 / fanIn), seed, tensorIndex);
}
