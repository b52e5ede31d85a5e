using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// The rows of a truth table of two inputs, (0, 0), (0, 1), (1, 0), (1, 1) and again from the front: false is 0, or -1 when signed,
/// and true is 1; the label is 0 or 1. Noise, if any, is added to the inputs.
/// </summary>
/// <param name="kind">And, Or or Xor.</param>
/// <param name="seed">The seed of the noise.</param>
/// <param name="noise">The standard deviation of the noise; 0 gives the exact table.</param>
/// <param name="signed">Whether false is -1.</param>
internal sealed class TruthTableGenerator(SyntheticKind kind, ulong seed, double noise, bool signed) : SampleGenerator
{
    /// <summary>The rows of a table.</summary>
    public const int Rows = 4;

    /// <inheritdoc/>
    public override Shape InputShape { get; } = new(2);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames { get; } = ["X", "Y"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = NumberClasses(2);

    /// <inheritdoc/>
    public override float Generate(int sample, Span<float> input)
    {
        bool x = (sample & 2) != 0;
        bool y = (sample & 1) != 0;
        input[0] = Encode(x);
        input[1] = Encode(y);
        if (noise > 0)
        {
            RandomStream random = new(seed, RandomPurpose.Synthesis, (int)kind, step: sample);
            input[0] += (float)(noise * random.GetNormal(0));
            input[1] += (float)(noise * random.GetNormal(1));
        }

        bool output = kind switch
        {
            SyntheticKind.And => x && y,
            SyntheticKind.Or => x || y,
            _ => x != y,
        };
        return output ? 1 : 0;
    }

    private float Encode(bool value)
    {
        float whenFalse = signed ? -1 : 0;
        return value ? 1 : whenFalse;
    }
}
