namespace NeuralPS.Engine.Initializers;

/// <summary>All zeros. Right for biases; units of a layer whose weights start equal stay equal.</summary>
public sealed record ZerosInitializer : Initializer
{
    /// <summary>The instance.</summary>
    public static ZerosInitializer Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Zeros";

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) => weights.Clear();
}
