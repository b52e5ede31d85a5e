using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>Builds a data set of arrays of numbers, row by row; each with a class, with targets, or with neither.</summary>
/// <param name="inputShape">The shape of an input; null for that of the first row, flat.</param>
/// <param name="options">Name, class names, kind and largest number of the labels, and the schema to follow; null for the usual.</param>
/// <param name="source">What messages call the origin of the rows.</param>
public sealed class ArrayDatasetBuilder(Shape? inputShape = null, TableOptions? options = null, string source = "The input")
{
    private readonly TableOptions _options = options ?? new TableOptions();
    private readonly List<float> _inputs = [];
    private readonly List<float> _targets = [];
    private readonly TableColumn _labels = new("Label", null);
    private int _targetLength;

    /// <summary>The number of rows added.</summary>
    public int Count { get; private set; }

    /// <summary>The number of values in a row; 0 before the first.</summary>
    public int InputLength { get; private set; } = inputShape?.Length ?? 0;

    /// <summary>Adds a row without label or targets.</summary>
    /// <exception cref="DataException">The row does not fit the first one, or holds NaN or infinity.</exception>
    public void AddRow(ReadOnlySpan<float> input) => Add(input, null, []);

    /// <summary>Adds a row with its class: a whole number or a name.</summary>
    /// <exception cref="DataException">The row does not fit the first one, or holds NaN or infinity.</exception>
    public void AddRowWithLabel(ReadOnlySpan<float> input, object label)
    {
        ArgumentNullException.ThrowIfNull(label);
        Add(input, label, []);
    }

    /// <summary>Adds a row with its numeric targets.</summary>
    /// <exception cref="DataException">The row does not fit the first one, or holds NaN or infinity.</exception>
    public void AddRowWithTargets(ReadOnlySpan<float> input, ReadOnlySpan<float> targets)
    {
        if (targets.IsEmpty)
        {
            throw new DataException("TargetsEmpty", $"{source}, row {Count + 1} has no target; give at least one number.");
        }

        Add(input, null, targets);
    }

    /// <summary>Makes the data set of the rows added so far.</summary>
    /// <exception cref="DataException">There are no rows (EmptyDataset), or the labels make no classes.</exception>
    public Dataset Build(string name = "arrays")
    {
        if (Count == 0)
        {
            throw new DataException("EmptyDataset", $"{source} holds no rows; at least one is needed.");
        }

        Dataset dataset = Create(_options.Name ?? name, new FloatRows([.. _inputs], inputShape ?? new Shape(InputLength)));
        return _options.Schema is null ? dataset : dataset.Like(_options.Schema);
    }

    private Dataset Create(string name, FloatRows inputs)
    {
        if (_targetLength > 0)
        {
            return new Dataset(name, inputs, targets: new FloatRows([.. _targets], new Shape(_targetLength)));
        }

        if (_labels.Count == 0)
        {
            return new Dataset(name, inputs);
        }

        RowNumbers rows = RowNumbers.CountTo(Count);
        if (!LabelEncoder.AreClasses(_labels, rows, _options, isNamed: true))
        {
            if (_labels.Kind != ColumnKind.Numeric)
            {
                throw new DataException(
                    "ValueNotNumeric", $"{source}, row 1: The label '{_labels.GetText(0)}' is no number to be estimated.");
            }

            return new Dataset(name, inputs, targets: new FloatRows(_labels.Numbers.ToArray(), new Shape(1)));
        }

        var table = new Table(source, "row", [], _labels, [], RowNumbers.Of(rows.Select(row => row + 1)), LabelIsNamed: true);
        (ClassLabels labels, IReadOnlyList<string> classNames) = LabelEncoder.Encode(table, _labels, rows, _options);
        return new Dataset(name, inputs, labels, classNames, null, null, null);
    }

    private void Add(ReadOnlySpan<float> input, object? label, ReadOnlySpan<float> targets)
    {
        string where = $"{source}, row {Count + 1}";
        CheckRow(input, label, targets, where);
        if (label is not null)
        {
            AddLabel(label, where);
        }

        InputLength = input.Length;
        _targetLength = targets.Length;
        _inputs.AddRange(input);
        _targets.AddRange(targets);
        Count++;
    }

    private void AddLabel(object label, string where)
    {
        if (CellValue.IsMissing(label))
        {
            throw new DataException("ValueMissing", $"{where}: The label is missing.");
        }

        try
        {
            _labels.Add(label);
        }
        catch (DataException exception)
        {
            throw new DataException(exception.ErrorId, $"{where}: {exception.Message}", exception);
        }
    }

    private void CheckRow(ReadOnlySpan<float> input, object? label, ReadOnlySpan<float> targets, string where)
    {
        if (input.IsEmpty || (InputLength > 0 && input.Length != InputLength))
        {
            throw new DataException(
                "RowLengthMismatch",
                $"{where} has {input.Length} values; {(InputLength > 0 ? $"{InputLength} are expected" : "at least one is needed")}.");
        }

        if (Count > 0 && (targets.Length != _targetLength || (label is null) != (_labels.Count == 0)))
        {
            throw new DataException(
                "RowKindMismatch",
                $"{where} {Describe(label is not null, targets.Length)}, "
                + $"but the rows before have {Describe(_labels.Count > 0, _targetLength)}; "
                + "all rows must be alike.");
        }

        CheckFinite(input, where, "Value");
        CheckFinite(targets, where, "Target");
    }

    private static string Describe(bool hasLabel, int targets) =>
        hasLabel ? "a label" : targets > 0 ? $"{targets} targets" : "neither label nor targets";

    private static void CheckFinite(ReadOnlySpan<float> values, string where, string kind)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new DataException("ValueNotFinite", $"{where}: {kind} {i + 1} is {values[i]}; only finite numbers can be used.");
            }
        }
    }
}
