using System.Globalization;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Samples to train, test or predict with: one input per row, and a class label or numeric targets, or neither. Immutable, and safe
/// to read from any number of threads.
/// </summary>
public sealed partial class Dataset
{
    /// <summary>The largest number of classes.</summary>
    internal const int MaximumClasses = 1 << 20;

    private readonly SourceRows? _sourceRows;
    private readonly float[]? _weights;

    /// <summary>Creates a data set.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="inputs">The inputs, one row per sample.</param>
    /// <param name="labels">The class of each row, from 0 to the number of classes - 1; null or empty if there are none.</param>
    /// <param name="classNames">The names of the classes by label; null for those of the schema, or the labels as text.</param>
    /// <param name="targets">The numeric targets of each row; null if there are none. Not together with labels.</param>
    /// <param name="schema">How the inputs came to be; null if they are used as they are.</param>
    /// <param name="sourceRows">The row or line number in the file that each row comes from, for messages.</param>
    /// <exception cref="DataException">
    /// There is no row (EmptyDataset), counts differ (LabelCountMismatch, TargetCountMismatch), a label is out of range
    /// (LabelOutOfRange), a value is NaN or infinite (ValueNotFinite), or there are labels and targets (LabelsAndTargets).
    /// </exception>
    /// <exception cref="ShapeException">The schema makes inputs of another length (SchemaLength).</exception>
    public Dataset(
        string name,
        RowStore inputs,
        ReadOnlyMemory<int>? labels = null,
        IReadOnlyList<string>? classNames = null,
        RowStore? targets = null,
        DataSchema? schema = null,
        ReadOnlyMemory<int>? sourceRows = null)
        : this(
            name,
            inputs,
            // An array that is null converts to memory that is empty, not to null.
            labels is { Length: > 0 } ? new ClassLabels(labels.Value.Span) : null,
            classNames,
            targets,
            schema,
            sourceRows is { Length: > 0 } ? new SourceRows(RowNumbers.Of(sourceRows.Value.ToArray())) : null)
    {
    }

    /// <summary>The same of labels and row numbers that take little memory.</summary>
    internal Dataset(
        string name,
        RowStore inputs,
        ClassLabels? labels,
        IReadOnlyList<string>? classNames,
        RowStore? targets,
        DataSchema? schema,
        SourceRows? sourceRows)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(inputs);
        Name = name;
        Content = new Lazy<string>(() => ContentHash.Describe(this));
        Inputs = inputs;
        Targets = targets;
        Labels = labels;
        _sourceRows = sourceRows;
        CheckCounts();
        ClassNames = [.. classNames ?? schema?.ClassNames ?? []];
        if (Labels is not null)
        {
            ClassNames = ClassNames.Count == 0 ? NumberClasses(Labels) : ClassNames;
            CheckLabels(Labels);
        }

        Schema = (schema ?? DataSchema.ForInputs(inputs.RowShape)).WithClassNames(ClassNames);
        if (Schema.InputShape.Length != InputShape.Length)
        {
            throw new ShapeException(
                "SchemaLength",
                $"The schema of '{name}' makes inputs of {Schema.InputShape}, but the rows are {InputShape}.");
        }

        CheckFinite(inputs, Schema.FeatureNames, "input");
        if (targets is not null)
        {
            CheckFinite(targets, Schema.TargetColumns, "target");
        }
    }

    // For views of rows that have been checked before.
    private Dataset(Dataset source, string name, RowStore inputs, ClassLabels? labels, RowStore? targets, DataSchema schema, SourceRows? sourceRows, float[]? weights)
    {
        Name = name;
        Content = new Lazy<string>(() => ContentHash.Describe(this));
        Inputs = inputs;
        Labels = labels;
        ClassNames = source.ClassNames;
        Targets = targets;
        Schema = schema;
        _sourceRows = sourceRows;
        _weights = weights;
    }

    /// <summary>What messages and tables call the data set.</summary>
    public string Name { get; }

    /// <summary>What is in it, in a few words; read once, when somebody asks.</summary>
    internal Lazy<string> Content { get; }

    /// <summary>The number of rows; at least 1.</summary>
    public int Count => Inputs.Count;

    /// <summary>The shape of one input.</summary>
    public Shape InputShape => Inputs.RowShape;

    /// <summary>The inputs, encoded and transformed: what a network sees.</summary>
    public RowStore Inputs { get; }

    /// <summary>The class of each row, from 0 to <see cref="ClassCount"/> - 1; null if there are no labels.</summary>
    public ClassLabels? Labels { get; }

    /// <summary>Whether each row has a class.</summary>
    public bool HasLabels => Labels is not null;

    /// <summary>The names of the classes by label. Also there when one-hot targets have taken the place of labels; else empty.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of classes; 0 if there are none.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The numeric targets of each row, transformed; null if there are none.</summary>
    public RowStore? Targets { get; }

    /// <summary>The shape of one row of targets; null if there are none.</summary>
    public Shape? TargetShape => Targets?.RowShape;

    /// <summary>The weight of each row in losses, at least 0; null where all count alike. A row of weight 2 counts as two rows.</summary>
    public ReadOnlyMemory<float>? Weights => _weights is null ? (ReadOnlyMemory<float>?)null : _weights;

    /// <summary>How raw rows become inputs; a network trained on this data set carries it to encode new rows alike.</summary>
    public DataSchema Schema { get; }

    /// <summary>A view of <paramref name="rows"/> in that order; nothing is copied.</summary>
    /// <param name="rows">Which rows; one may occur more than once.</param>
    /// <param name="name">The name of the view; null for the same.</param>
    /// <exception cref="DataException">No row is asked for (EmptyDataset).</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Dataset Select(ReadOnlySpan<int> rows, string? name = null) => SelectOwn(rows.ToArray(), name);

    /// <summary>The same with rows that nobody else has or changes: they may be much of what a long and narrow file takes in memory.</summary>
    internal Dataset SelectOwn(int[] rows, string? name = null)
    {
        if (rows.Length == 0)
        {
            throw new DataException(
                "EmptyDataset", $"A selection of no rows of data set '{Name}' would be empty; select at least one row.");
        }

        return new Dataset(
            this,
            name ?? Name,
            new SelectedRows(Inputs, rows),
            Labels?.Select(rows),
            Targets is null ? null : new SelectedRows(Targets, rows),
            Schema,
            SourceRows.Select(_sourceRows, rows),
            _weights is null ? null : Array.ConvertAll(rows, row => _weights[row]));
    }

    /// <summary>The rows of several data sets, one after the other; nothing is copied.</summary>
    /// <param name="parts">At least one; alike in shape, labels or targets, classes, columns and transforms.</param>
    /// <param name="name">The name; null for that of the first.</param>
    /// <exception cref="DataException">
    /// There is none (EmptyDataset), or they differ (ConcatenateKind, ConcatenateClasses, ConcatenateSchema).
    /// </exception>
    /// <exception cref="ShapeException">The shapes differ (ConcatenateShape).</exception>
    public static Dataset Concatenate(IReadOnlyList<Dataset> parts, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return DatasetConcatenation.Concatenate(parts, name);
    }

    /// <summary>The same data set under another name.</summary>
    public Dataset WithName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new Dataset(this, name, Inputs, Labels, Targets, Schema, _sourceRows, _weights);
    }

    /// <summary>The same values as inputs of <paramref name="inputShape"/>, such as rows of 784 as images of 28x28x1.</summary>
    /// <exception cref="ShapeException">The shape has another number of elements (ReshapeLength).</exception>
    public Dataset Reshape(Shape inputShape) =>
        new(this, Name, Inputs.Reshape(inputShape), Labels, Targets, Schema.WithInputShape(inputShape), _sourceRows, _weights);

    /// <summary>The number in its file of the line or record that <paramref name="row"/> comes from, counted from 1; else null.</summary>
    public int? SourceOf(int row) => _sourceRows?[row];

    /// <summary>The same rows with other inputs, or with targets in place of labels.</summary>
    internal Dataset With(RowStore? inputs = null, RowStore? targets = null, DataSchema? schema = null) =>
        new(this, Name, inputs ?? Inputs, targets is null ? Labels : null, targets ?? Targets, schema ?? Schema, _sourceRows, _weights);

    /// <summary>The same rows with everything else replaced; all is checked again.</summary>
    internal Dataset Replace(RowStore inputs, ClassLabels? labels, IReadOnlyList<string> classNames, RowStore? targets, DataSchema schema) =>
        new Dataset(Name, inputs, labels, classNames, targets, schema, _sourceRows).WithWeights(_weights);

    /// <inheritdoc/>
    public override string ToString()
    {
        string kind = HasLabels ? $", {ClassCount} classes" : TargetShape is null ? "" : $", targets {TargetShape}";
        return $"{Name}: {Count} rows of {InputShape}{kind}";
    }

    private static string[] NumberClasses(ClassLabels labels)
    {
        // A stray label of two thousand million must not make as many names; it is then found to be out of range.
        int classes = Math.Clamp(labels.Max(), 0, MaximumClasses - 1) + 1;
        return [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }
}
