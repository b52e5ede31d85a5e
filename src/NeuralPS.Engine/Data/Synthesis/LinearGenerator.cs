namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// y = a x + b plus noise, x in [1, 3], with a = 200 and b = 100: a house of x thousand square feet costs y thousand.
/// </summary>
internal sealed class LinearGenerator(ulong seed, double noise)
    : FunctionGenerator(SyntheticKind.Linear, seed, noise, 1, 3)
{
    /// <summary>The slope a.</summary>
    public const double Slope = 200;

    /// <summary>The intercept b.</summary>
    public const double Intercept = 100;

    /// <inheritdoc/>
    protected override double Evaluate(double x) => (Slope * x) + Intercept;
}
