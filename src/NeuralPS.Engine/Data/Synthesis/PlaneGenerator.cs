using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>Labelled points of the plane: a curve or a place for each class, and normal noise on both coordinates.</summary>
/// <param name="kind">Which data set it is: part of the random numbers' address.</param>
/// <param name="seed">The seed.</param>
/// <param name="classes">The number of classes.</param>
/// <param name="noise">The standard deviation of the noise on each coordinate.</param>
internal abstract class PlaneGenerator(SyntheticKind kind, ulong seed, int classes, double noise) : SampleGenerator
{
    /// <inheritdoc/>
    public override Shape InputShape { get; } = new(2);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames { get; } = ["X", "Y"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = NumberClasses(classes);

    /// <summary>The number of classes.</summary>
    protected int Classes => classes;

    /// <inheritdoc/>
    public override float Generate(int sample, Span<float> input)
    {
        int label = ClassOrder.GetClass(seed, kind, classes, sample);
        RandomStream random = new(seed, RandomPurpose.Synthesis, (int)kind, step: sample);
        (double x, double y) = Locate(label, random.GetUniform(0));

        // Normal numbers 1 and 2 use the uniform ones 2 to 5.
        input[0] = (float)(x + (noise * random.GetNormal(1)));
        input[1] = (float)(y + (noise * random.GetNormal(2)));
        return label;
    }

    /// <summary>The point of class <paramref name="label"/> at <paramref name="position"/> in [0, 1) along its curve, without noise.</summary>
    protected abstract (double X, double Y) Locate(int label, double position);
}
