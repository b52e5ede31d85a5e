namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>y = 0 for negative x and 1 otherwise, plus noise, x in [-1, 1].</summary>
internal sealed class StepGenerator(ulong seed, double noise)
    : FunctionGenerator(SyntheticKind.Step, seed, noise, -1, 1)
{
    /// <inheritdoc/>
    protected override double Evaluate(double x) => x < 0 ? 0 : 1;
}
