namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>y = sin x plus noise, x in [-pi, pi].</summary>
internal sealed class SineGenerator(ulong seed, double noise)
    : FunctionGenerator(SyntheticKind.Sine, seed, noise, -Math.PI, Math.PI)
{
    /// <inheritdoc/>
    protected override double Evaluate(double x) => Math.Sin(x);
}
