namespace NeuralPS.Engine.Initializers;

/// <summary>Numbers evenly distributed from -limit to limit.</summary>
/// <param name="Limit">The limit, at least 0.</param>
public sealed record UniformInitializer(double Limit = 0.05) : Initializer
{
    /// <inheritdoc/>
    public override string Name => this == new UniformInitializer() ? "Uniform" : Format("Uniform", [Limit]);

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex)
    {
        Validate();
        RandomFill.Uniform(weights, Limit, seed, tensorIndex);
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(double.IsFinite(Limit) && Limit >= 0, "the limit must be a finite number, at least 0");
}
