namespace NeuralPS.Engine.Initializers;

/// <summary>The same value everywhere.</summary>
/// <param name="Value">The value.</param>
public sealed record ConstantInitializer(double Value) : Initializer
{
    /// <inheritdoc/>
    public override string Name => Format("Constant", [Value]);

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex)
    {
        Validate();
        weights.Fill((float)Value);
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(double.IsFinite(Value), "the value must be a finite number");
}
