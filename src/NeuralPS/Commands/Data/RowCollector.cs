using System.Collections;
using System.Data;
using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>Gathers rows of whatever kind for a data set: the first one decides whether they have columns or are arrays.</summary>
internal sealed class RowCollector
{
    private readonly Eng.Data.Tables.ObjectDatasetBuilder _objects;
    private readonly Eng.Data.Tables.ArrayDatasetBuilder _arrays;
    private readonly object[]? _labels;
    private readonly NestedArray? _targets;
    private readonly float[]? _weights;
    private readonly List<float> _takenWeights = [];
    private readonly bool _wantsColumns;
    private bool? _hasColumns;
    private int _row;

    /// <summary>Prepares.</summary>
    /// <param name="options">What the columns are for.</param>
    /// <param name="labels">The class of each array row, or null.</param>
    /// <param name="targets">The targets of each array row, or null.</param>
    /// <param name="weights">The weight of each array row, or null.</param>
    public RowCollector(Eng.Data.Tables.TableOptions options, object[]? labels, NestedArray? targets, float[]? weights)
    {
        if (labels is not null && targets is not null)
        {
            throw new Eng.DataException("LabelsAndTargets", "Both -Label and -Target are given. Give classes or numbers, not both.");
        }

        _objects = new Eng.Data.Tables.ObjectDatasetBuilder(options);
        _arrays = new Eng.Data.Tables.ArrayDatasetBuilder(options.InputShape, options);
        _labels = labels;
        _targets = targets;
        _weights = weights;
        _wantsColumns = options.LabelColumn is not null || options.TargetColumns.Count > 0 || options.WeightColumn is not null;
    }

    /// <summary>The rows in what came down the pipeline: itself, or those of a table or of an array of rows.</summary>
    public static IEnumerable<object> Expand(object input)
    {
        object value = NestedArray.Unwrap(input)!;
        return value switch
        {
            DataTable table => table.Rows.Cast<object>(),
            Array { Rank: 2 } matrix => Enumerable.Range(0, matrix.GetLength(0)).Select(row => (object)GetRow(matrix, row)),
            IList { Count: > 0 } list when IsRow(NestedArray.Unwrap(list[0])) => list.Cast<object>(),
            _ => [input],
        };
    }

    /// <summary>Takes a row.</summary>
    /// <exception cref="Engine.EngineException">The row does not fit the others, or a value cannot be used.</exception>
    public void Add(object row)
    {
        _row++;
        object value = NestedArray.Unwrap(row)!;
        bool isArray = value is IList or ValueType or string;
        bool hasColumns = !isArray || _wantsColumns;
        _hasColumns ??= hasColumns;
        if (hasColumns != _hasColumns)
        {
            throw new Eng.DataException(
                "RowKind", $"Row {_row} is {(hasColumns ? "an object with columns" : "an array")}, but the first was not. Give rows of one kind.");
        }

        if (!isArray)
        {
            _objects.AddRow(GetColumns(row, value));
        }
        else if (_wantsColumns)
        {
            float[] values = ToNumbers(value);
            _objects.AddRow(values.Select((number, i) => KeyValuePair.Create($"Column{i + 1}", (object?)number)));
        }
        else
        {
            AddArray(ToNumbers(value));
        }
    }

    /// <summary>The data set.</summary>
    /// <exception cref="Engine.EngineException">There are no rows, or they make no data set.</exception>
    public Eng.Data.Dataset Build()
    {
        if (_hasColumns != false)
        {
            return _weights is null ? _objects.Build() : throw new Eng.DataException(
                "OptionsConflict", "-SampleWeight gives the weights of arrays. Rows with columns have them in a column: use -WeightColumn.");
        }

        RequireCount("-Label", _labels?.Length);
        RequireCount("-Target", _targets?.Shape[0]);
        RequireCount("-SampleWeight", _weights?.Length);
        return _weights is null ? _arrays.Build() : _arrays.Build().WithWeights(_takenWeights.ToArray());
    }

    private static bool IsRow(object? item) => item is IList or IDictionary or DataRow || (item is not (null or ValueType or string));

    private static object[] GetRow(Array matrix, int row) =>
        [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix.GetValue(row, column)!)];

    private static IEnumerable<KeyValuePair<string, object?>> GetColumns(object row, object value) => value switch
    {
        DataRow data => data.Table.Columns.Cast<DataColumn>()
            .Select(column => KeyValuePair.Create(column.ColumnName, data[column] is DBNull ? null : data[column])),
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create(entry.Key.ToString()!, NestedArray.Unwrap(entry.Value))),
        _ => PSObject.AsPSObject(row).Properties
            .Where(property => property.IsGettable)
            .Select(property => KeyValuePair.Create(property.Name, GetValue(property))),
    };

    // A property that cannot be had, such as the exit code of a process that runs, is a missing value, as PowerShell shows it.
    private static object? GetValue(PSPropertyInfo property)
    {
        try
        {
            return NestedArray.Unwrap(property.Value);
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private float[] ToNumbers(object value)
    {
        try
        {
            return NestedArray.From(value).Data;
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw new Eng.DataException("RowNotNumeric", $"Row {_row}: {e.Message}", e);
        }
    }

    private void AddArray(float[] values)
    {
        if (_weights is not null && _row > _weights.Length)
        {
            throw Missing("-SampleWeight", _weights.Length);
        }

        if (_labels is not null)
        {
            object? label = _row <= _labels.Length ? NestedArray.Unwrap(_labels[_row - 1]) : null;
            _arrays.AddRowWithLabel(values, label ?? throw Missing("-Label", _labels.Length));
        }
        else if (_targets is not null)
        {
            int length = _targets.Data.Length / _targets.Shape[0];
            if (_row > _targets.Shape[0])
            {
                throw Missing("-Target", _targets.Shape[0]);
            }

            _arrays.AddRowWithTargets(values, _targets.Data.AsSpan((_row - 1) * length, length));
        }
        else
        {
            _arrays.AddRow(values);
        }

        // Only rows that were taken have a weight: bad ones are reported and left out.
        if (_weights is not null)
        {
            _takenWeights.Add(_weights[_row - 1]);
        }
    }

    private Eng.DataException Missing(string parameter, int count) =>
        new("LabelCountMismatch", $"Row {_row} has no value in {parameter}, which has {count}. Give one for each row.");

    private void RequireCount(string parameter, int? count)
    {
        if (count > _row)
        {
            throw new Eng.DataException("LabelCountMismatch", $"{parameter} has {count} values, but there are {_row} rows. Give one for each row.");
        }
    }
}
