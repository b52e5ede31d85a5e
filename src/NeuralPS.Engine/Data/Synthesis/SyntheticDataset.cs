using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Makes data sets up: drawn digits, points of the plane, truth tables and noisy functions. The same arguments give the same bits in
/// any process, and the first rows of a large set are those of a small one.
/// </summary>
public static class SyntheticDataset
{
    /// <summary>Creates a data set.</summary>
    /// <param name="kind">
    /// Which one. Digits have inputs of 28 x 28 x 1 in [0, 1]; points and truth tables the columns X and Y; functions the column X and
    /// the target Y.
    /// </param>
    /// <param name="count">
    /// The number of rows, at least 1. Classes are balanced to within one row; a truth table has 4 rows, and more repeat it.
    /// </param>
    /// <param name="seed">The seed.</param>
    /// <param name="noise">
    /// The standard deviation of the noise: on every pixel of digits (at most 1), on both coordinates of points, on the inputs of truth
    /// tables, on the target of functions. Null for what is usual for the kind.
    /// </param>
    /// <param name="classes">
    /// The number of classes: 2 to 10 digits, rings or arms, 2 to 100 blobs. Null for what is usual for the kind.
    /// </param>
    /// <param name="signed">True for truth tables whose inputs are -1 and 1 in place of 0 and 1; labels are 0 and 1 all the same.</param>
    /// <exception cref="EngineException">
    /// An option is out of range (SyntheticKindUnknown, SyntheticCountOutOfRange, SyntheticNoiseOutOfRange, SyntheticClassesOutOfRange)
    /// or does not apply to the kind (SyntheticClassesNotApplicable, SyntheticSignedNotApplicable).
    /// </exception>
    public static Dataset Create(
        SyntheticKind kind, int count, ulong seed, double? noise = null, int? classes = null, bool signed = false)
    {
        var options = new SyntheticOptions(kind, seed, noise, classes, signed);
        SampleGenerator generator = options.CreateGenerator();
        int length = generator.InputShape.Length;
        if (count < 1 || (long)count * length > Array.MaxLength)
        {
            throw new EngineException(
                "SyntheticCountOutOfRange",
                $"{count} rows of {kind} were asked for; a number from 1 to {Array.MaxLength / length} is expected.");
        }

        float[] inputs = new float[count * length];
        float[] outputs = new float[count];
        for (int i = 0; i < count; i++)
        {
            outputs[i] = generator.Generate(i, inputs.AsSpan(i * length, length));
        }

        var rows = new FloatRows(inputs, generator.InputShape);
        DataSchema schema = DescribeInputs(generator);
        return generator.ClassNames.Count > 0
            ? new Dataset(
                kind.ToString(), rows, Array.ConvertAll(outputs, label => (int)label), generator.ClassNames, schema: schema)
            : new Dataset(
                kind.ToString(), rows, targets: new FloatRows(outputs, new Shape(1)), schema: schema.WithTargetColumns(["Y"]));
    }

    /// <summary>The usual number of rows: 4 for truth tables, 10000 for digits, 500 for all others.</summary>
    /// <exception cref="EngineException">There is no such kind (SyntheticKindUnknown).</exception>
    public static int GetDefaultCount(SyntheticKind kind) => SyntheticTraits.Of(kind).Count;

    private static DataSchema DescribeInputs(SampleGenerator generator) => generator.ColumnNames.Count == 0
        ? DataSchema.ForInputs(generator.InputShape)
        : DataSchema.ForColumns(generator.ColumnNames.Select(name => InputColumn.Number(name)));
}
