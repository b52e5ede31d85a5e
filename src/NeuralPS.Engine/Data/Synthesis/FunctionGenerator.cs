using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>Regression: x uniform in an interval, y = f(x) plus normal noise.</summary>
/// <param name="kind">Which data set it is: part of the random numbers' address.</param>
/// <param name="seed">The seed.</param>
/// <param name="noise">The standard deviation of the noise on y.</param>
/// <param name="minimum">The least x.</param>
/// <param name="maximum">The largest x.</param>
internal abstract class FunctionGenerator(SyntheticKind kind, ulong seed, double noise, double minimum, double maximum)
    : SampleGenerator
{
    /// <inheritdoc/>
    public override Shape InputShape { get; } = new(1);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames { get; } = ["X"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = [];

    /// <inheritdoc/>
    public override float Generate(int sample, Span<float> input)
    {
        RandomStream random = new(seed, RandomPurpose.Synthesis, (int)kind, step: sample);

        // y belongs to the x that the network sees, so x is rounded to float first.
        input[0] = (float)(minimum + ((maximum - minimum) * random.GetUniform(0)));
        return (float)(Evaluate(input[0]) + (noise * random.GetNormal(1)));
    }

    /// <summary>f(x).</summary>
    protected abstract double Evaluate(double x);
}
