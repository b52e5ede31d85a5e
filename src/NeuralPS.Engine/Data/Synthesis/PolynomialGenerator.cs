namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>The cubic y = x^3 - 2 x plus noise, x in [-2, 2].</summary>
internal sealed class PolynomialGenerator(ulong seed, double noise)
    : FunctionGenerator(SyntheticKind.Polynomial, seed, noise, -2, 2)
{
    /// <inheritdoc/>
    protected override double Evaluate(double x) => x * ((x * x) - 2);
}
