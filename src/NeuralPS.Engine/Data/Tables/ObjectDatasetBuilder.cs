namespace NeuralPS.Engine.Data.Tables;

/// <summary>
/// Builds a data set of objects, row by row: the names of their properties are the columns. Numbers may come as text; everything else
/// is as with CSV files. The first row decides which columns there are.
/// </summary>
/// <param name="options">What the columns are for; null for the usual: the last column is the label.</param>
/// <param name="source">What messages call the origin of the rows.</param>
public sealed class ObjectDatasetBuilder(TableOptions? options = null, string source = "The input")
{
    private readonly TableOptions _options = options ?? new TableOptions();
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _indexOfName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<object?[]> _sample = [];
    private readonly List<int> _sampleNumbers = [];
    private TableBuilder? _builder;
    private int _given;

    /// <summary>The number of rows added; messages count the refused ones as well.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="values">
    /// The names and values of the columns, in any order. A name that is absent is a missing value; null, DBNull and NaN are too.
    /// </param>
    /// <exception cref="DataException">
    /// A name is not one of the first row's (ColumnUnknown) or occurs twice (ColumnDuplicate), or a value does not fit its column
    /// (ValueNotNumeric, ValueNotFinite). The row is not added, and others may follow. Among the first hundred rows, which together
    /// decide what the columns hold, such values are found at the hundredth row, or when building; then the data set cannot be built.
    /// </exception>
    public void AddRow(IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _given++;
        bool isFirst = _names.Count == 0;
        object?[] row = isFirst ? StartRow(values) : new object?[_names.Count];
        if (!isFirst)
        {
            FillRow(values, row);
        }

        if (_builder is not null)
        {
            _builder.AddRow(_given, row);
        }

        Count++;
        if (_builder is null)
        {
            _sample.Add(row);
            _sampleNumbers.Add(_given);
            if (_sample.Count == TableBuilder.SampleRows)
            {
                _builder = StartTable();
            }
        }
    }

    /// <summary>Makes the data set of the rows added so far.</summary>
    /// <param name="name">The name of the data set, unless the options give one.</param>
    /// <exception cref="DataException">
    /// There are no rows (EmptyDataset), or they do not make a data set: see the error identifiers of CSV files.
    /// </exception>
    public Dataset Build(string name = "objects")
    {
        if (Count == 0)
        {
            throw new DataException("EmptyDataset", $"{source} holds no rows; at least one object is needed.");
        }

        return (_builder ?? StartTable()).Build(name);
    }

    private object?[] StartRow(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var row = new List<object?>();
        foreach ((string name, object? value) in values)
        {
            if (!_indexOfName.TryAdd(name, _names.Count))
            {
                _names.Clear();
                _indexOfName.Clear();
                throw new DataException("ColumnDuplicate", $"{source}, row {_given} has two columns called '{name}'.");
            }

            _names.Add(name);
            row.Add(value);
        }

        return _names.Count > 0
            ? [.. row]
            : throw new DataException("ColumnsEmpty", $"{source}, row {_given} has no columns; give objects with properties.");
    }

    private void FillRow(IEnumerable<KeyValuePair<string, object?>> values, object?[] row)
    {
        foreach ((string name, object? value) in values)
        {
            if (!_indexOfName.TryGetValue(name, out int index))
            {
                throw new DataException(
                    "ColumnUnknown",
                    $"{source}, row {_given} has a column '{name}' that the first row does not have; "
                    + $"its columns are {CellValue.List(_names)}.");
            }

            row[index] = value;
        }
    }

    private TableBuilder StartTable()
    {
        var builder = new TableBuilder(source, "row", _names, _options, _sample);
        for (int i = 0; i < _sample.Count; i++)
        {
            builder.AddRow(_sampleNumbers[i], _sample[i]);
        }

        return builder;
    }
}
