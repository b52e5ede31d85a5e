using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>
/// How raw rows become a network's inputs: the input columns with their encodings, then the fitted transforms; and what the outputs
/// mean: class names, or targets with their transforms. A trained network carries its schema, so that new rows are encoded as the
/// training set was. Immutable; reads and writes as JSON. The schema of images and plain arrays has no columns.
/// </summary>
public sealed partial class DataSchema
{
    private DataSchema(Shape inputShape) => InputShape = inputShape;

    /// <summary>The shape of one encoded input.</summary>
    public Shape InputShape { get; private init; }

    /// <summary>The input columns in order; empty if inputs come as numbers in place.</summary>
    public IReadOnlyList<InputColumn> Columns { get; private init; } = [];

    /// <summary>The names of the features that the columns become; empty without columns.</summary>
    public IReadOnlyList<string> FeatureNames { get; private init; } = [];

    /// <summary>The fitted transforms of the features, in the order in which they are applied.</summary>
    public IReadOnlyList<FeatureTransform> Transforms { get; private init; } = [];

    /// <summary>The name of the column that held the class; null if there was none.</summary>
    public string? LabelColumn { get; private init; }

    /// <summary>The names of the classes by label; empty if there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>The names of the columns that held numeric targets; empty if there were none.</summary>
    public IReadOnlyList<string> TargetColumns { get; private init; } = [];

    /// <summary>The fitted transforms of the targets, in the order in which they are applied.</summary>
    public IReadOnlyList<FeatureTransform> TargetTransforms { get; private init; } = [];

    /// <summary>The schema of inputs that are used as they come: images, or plain arrays.</summary>
    public static DataSchema ForInputs(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return new DataSchema(inputShape);
    }

    /// <summary>The schema of rows with named columns.</summary>
    /// <param name="columns">The input columns in order; at least one, with different names.</param>
    /// <param name="inputShape">The shape of an input; null for a flat row of all features.</param>
    /// <exception cref="DataException">There is no column (ColumnsEmpty), or two have the same name (ColumnDuplicate).</exception>
    /// <exception cref="ShapeException">The shape has another number of elements than there are features (SchemaLength).</exception>
    public static DataSchema ForColumns(IEnumerable<InputColumn> columns, Shape? inputShape = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        IReadOnlyList<InputColumn> all = [.. columns];
        if (all.Count == 0)
        {
            throw new DataException("ColumnsEmpty", "There is no input column left; at least one is needed.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (InputColumn column in all)
        {
            if (!names.Add(column.Name))
            {
                throw new DataException("ColumnDuplicate", $"Two input columns are called '{column.Name}'; give each a name of its own.");
            }
        }

        IReadOnlyList<string> features = [.. all.SelectMany(column => column.FeatureNames)];
        var schema = new DataSchema(new Shape(features.Count)) { Columns = all, FeatureNames = features };
        return inputShape is null ? schema : schema.WithInputShape(inputShape);
    }

    /// <summary>The same schema with inputs of another shape.</summary>
    /// <exception cref="ShapeException">The shape has another number of elements (SchemaLength).</exception>
    public DataSchema WithInputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return inputShape.Length == InputShape.Length
            ? Copy(inputShape: inputShape)
            : throw new ShapeException(
                "SchemaLength", $"The columns make {InputShape.Length} features, which cannot be inputs of {inputShape}.");
    }

    /// <summary>The same schema with these class names, and the column that they came from.</summary>
    public DataSchema WithClassNames(IEnumerable<string> classNames, string? labelColumn = null) =>
        Copy(classNames: [.. classNames], labelColumn: labelColumn ?? LabelColumn);

    /// <summary>The same schema with these target columns, whose transforms have not been fitted.</summary>
    public DataSchema WithTargetColumns(IEnumerable<string> targetColumns) => Copy(targetColumns: [.. targetColumns], targetTransforms: []);

    /// <summary>The same schema with one more transform of the features, after those that it has.</summary>
    /// <exception cref="ShapeException">The transform was fitted to another number of features (TransformLength).</exception>
    public DataSchema WithTransform(FeatureTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return InputShape.Length % transform.Center.Length == 0
            ? Copy(transforms: [.. Transforms, transform])
            : throw new ShapeException(
                "TransformLength",
                $"A transform that was fitted to {transform.Center.Length} features does not fit inputs of {InputShape}.");
    }

    /// <summary>The same schema with one more transform of the targets, after those that it has.</summary>
    public DataSchema WithTargetTransform(FeatureTransform transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Copy(targetTransforms: [.. TargetTransforms, transform]);
    }

    /// <summary>Encodes one raw row: its columns become features, and the features are transformed.</summary>
    /// <param name="valueOfColumn">Gives the value of the column with that name; null for a missing one.</param>
    /// <param name="destination">Receives the input; as long as <see cref="InputShape"/> has elements.</param>
    /// <exception cref="DataException">
    /// A value cannot be used (ValueMissing, ValueNotNumeric, ValueNotFinite, CategoryUnknown: the message names column and value), or
    /// the schema has no columns (SchemaHasNoColumns).
    /// </exception>
    public void Encode(Func<string, object?> valueOfColumn, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(valueOfColumn);
        if (Columns.Count == 0)
        {
            throw new DataException(
                "SchemaHasNoColumns", $"These inputs have no named columns; give rows of {InputShape.Length} numbers ({InputShape}).");
        }

        CheckLength(destination.Length);
        int start = 0;
        foreach (InputColumn column in Columns)
        {
            column.Encode(valueOfColumn(column.Name), destination.Slice(start, column.Width));
            start += column.Width;
        }

        ApplyTransforms(destination);
    }

    /// <summary>Encodes one row of features that are numbers: fills NaN where the column has a fill value, then transforms.</summary>
    /// <param name="features">The features in order, before any transform.</param>
    /// <param name="destination">Receives the input; as long as <see cref="InputShape"/> has elements.</param>
    /// <exception cref="ShapeException">There are too few or too many features (InputLength).</exception>
    /// <exception cref="DataException">A feature is NaN or infinite (ValueNotFinite).</exception>
    public void Encode(ReadOnlySpan<float> features, Span<float> destination)
    {
        CheckLength(features.Length);
        CheckLength(destination.Length);
        features.CopyTo(destination);
        int start = 0;
        foreach (InputColumn column in Columns)
        {
            if (column.Kind == ColumnKind.Numeric && float.IsNaN(destination[start]) && column.FillNumber is float fill)
            {
                destination[start] = fill;
            }

            start += column.Width;
        }

        for (int i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(destination[i]))
            {
                string where = FeatureNames.Count == 0 ? $"Element {i + 1} of the input" : $"Column '{FeatureNames[i]}'";
                throw new DataException("ValueNotFinite", $"{where} is {destination[i]}; only finite numbers can be used.");
            }
        }

        ApplyTransforms(destination);
    }

    /// <summary>Applies the transforms to the features of one row, in place.</summary>
    /// <param name="features">The features; as many as <see cref="InputShape"/> has elements.</param>
    /// <exception cref="ShapeException">There are too few or too many features (InputLength).</exception>
    public void ApplyTransforms(Span<float> features)
    {
        CheckLength(features.Length);
        foreach (FeatureTransform transform in Transforms)
        {
            transform.Apply(features);
        }
    }

    /// <summary>Brings one row of outputs back to the units of the target columns, in place.</summary>
    /// <param name="targets">The outputs of a network that was trained on transformed targets.</param>
    public void InverseTarget(Span<float> targets)
    {
        for (int i = TargetTransforms.Count - 1; i >= 0; i--)
        {
            TargetTransforms[i].Invert(targets);
        }
    }

    private void CheckLength(int length)
    {
        if (length != InputShape.Length)
        {
            throw new ShapeException(
                "InputLength", $"An input of {InputShape} has {InputShape.Length} values, not {length}.");
        }
    }

    private DataSchema Copy(
        Shape? inputShape = null,
        IReadOnlyList<FeatureTransform>? transforms = null,
        string? labelColumn = null,
        IReadOnlyList<string>? classNames = null,
        IReadOnlyList<string>? targetColumns = null,
        IReadOnlyList<FeatureTransform>? targetTransforms = null) =>
        new(inputShape ?? InputShape)
        {
            Columns = Columns,
            FeatureNames = FeatureNames,
            Transforms = transforms ?? Transforms,
            LabelColumn = labelColumn ?? LabelColumn,
            ClassNames = classNames ?? ClassNames,
            TargetColumns = targetColumns ?? TargetColumns,
            TargetTransforms = targetTransforms ?? TargetTransforms,
        };
}
