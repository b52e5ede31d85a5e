using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Makes the samples of one synthetic data set. A sample is a pure function of the seed, the options and its number: it is the same
/// in any process and on any thread, and however many are made.
/// </summary>
internal abstract class SampleGenerator
{
    /// <summary>The shape of one input.</summary>
    public abstract Shape InputShape { get; }

    /// <summary>The names of the inputs' columns.</summary>
    public abstract IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The names of the classes in the order of their labels; none for regression.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>Writes the input of <paramref name="sample"/>; returns its label, or for regression its target.</summary>
    /// <param name="sample">The number of the sample, from 0.</param>
    /// <param name="input">Receives the input; as long as <see cref="InputShape"/> has elements.</param>
    public abstract float Generate(int sample, Span<float> input);

    /// <summary>The names 0, 1, 2, ... of <paramref name="classes"/> classes.</summary>
    protected static IReadOnlyList<string> NumberClasses(int classes) =>
        [.. Enumerable.Range(0, classes).Select(label => label.ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
