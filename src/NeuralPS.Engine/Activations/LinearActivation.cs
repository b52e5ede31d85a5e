namespace NeuralPS.Engine.Activations;

/// <summary>a = z.</summary>
public sealed class LinearActivation : Activation
{
    private LinearActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static LinearActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Linear";

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => z.CopyTo(a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) => da.CopyTo(dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => z;

    /// <inheritdoc/>
    public override double Differentiate(double z) => 1;
}
