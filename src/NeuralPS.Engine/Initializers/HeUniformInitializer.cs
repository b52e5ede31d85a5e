namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Numbers evenly distributed from -limit to limit with limit sqrt(6 / fanIn), by He (Kaiming):
/// keeps the variance of values through units that pass half of their input, as ReLU does.
/// </summary>
public sealed record HeUniformInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static HeUniformInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "HeUniform";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) =>
        RandomFill.Uniform(weights, Math.Sqrt(6.0 / fanIn), seed, tensorIndex);
}
