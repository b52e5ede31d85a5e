namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Numbers evenly distributed from -limit to limit with limit sqrt(6 / (fanIn + fanOut)), by Xavier (Glorot):
/// keeps the variance of values forwards and of gradients backwards, for sigmoid, tanh and linear units.
/// </summary>
public sealed record XavierUniformInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static XavierUniformInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "XavierUniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Uniform(weights, Math.Sqrt(6.0 / ((double)fanIn + fanOut)), seed, tensorIndex);
}
