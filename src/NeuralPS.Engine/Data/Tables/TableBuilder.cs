namespace NeuralPS.Engine.Data.Tables;

/// <summary>
/// Collects rows into columns and makes a data set of them: the step that files and objects share. The first rows decide which
/// columns hold numbers and which text; a later row that does not fit is an error that names row and column.
/// </summary>
internal sealed class TableBuilder
{
    /// <summary>The number of rows that decide what the columns hold.</summary>
    internal const int SampleRows = 100;

    private readonly TableColumn?[] _columns;
    private readonly RowNumbers _sourceRows = new();
    private readonly TableOptions _options;
    private readonly TableRoles _roles;

    /// <summary>Starts a table.</summary>
    /// <param name="source">What messages call the origin, such as the path of a file.</param>
    /// <param name="rowWord">What messages call a row: line or row.</param>
    /// <param name="names">The names of all columns.</param>
    /// <param name="options">What the columns are for.</param>
    /// <param name="sample">The first rows, which decide the kinds of the columns; they are not added.</param>
    /// <param name="spool">A temporary file for the cells; null to keep them in memory.</param>
    public TableBuilder(
        string source,
        string rowWord,
        IReadOnlyList<string> names,
        TableOptions options,
        IReadOnlyList<object?[]> sample,
        CellSpool? spool = null)
    {
        Source = source;
        RowWord = rowWord;
        _options = options;
        _roles = TableRoles.Decide(names, options, source);
        _columns = new TableColumn?[names.Count];
        TableColumn Make(int column, ColumnKind? kind) => new(names[column], kind, options.MaximumCategories, spool);
        HashSet<int> text = ColumnReferences.FindAll(names, options.TextColumns, source);
        foreach (int i in _roles.Inputs)
        {
            _columns[i] = Make(i, text.Contains(i) ? ColumnKind.Text : Decide(sample, i));
        }

        foreach (int i in _roles.Targets)
        {
            _columns[i] = Make(i, ColumnKind.Numeric);
        }

        if (_roles.Weight is int weight)
        {
            _columns[weight] = Make(weight, ColumnKind.Numeric);
        }

        if (_roles.Label is int label)
        {
            ColumnKind? kind = text.Contains(label) ? ColumnKind.Text
                : options.Kind == TargetKind.Number ? ColumnKind.Numeric
                : Decide(sample, label);
            _columns[label] = Make(label, kind);
        }

        if (options.Schema is DataSchema schema)
        {
            for (int i = 0; i < _roles.Inputs.Length; i++)
            {
                _columns[_roles.Inputs[i]] = Make(_roles.Inputs[i], schema.Columns[i].Kind);
            }
        }
    }

    /// <summary>What messages call the origin.</summary>
    public string Source { get; }

    /// <summary>What messages call a row.</summary>
    public string RowWord { get; }

    /// <summary>The number of rows added.</summary>
    public int Count => _sourceRows.Count;

    /// <summary>Whether column <paramref name="column"/> is used at all.</summary>
    public bool IsUsed(int column) => _columns[column] is not null;

    /// <summary>Adds a row of as many values as there are columns.</summary>
    /// <exception cref="DataException">A value does not fit its column; the message names row and column. The row is not added.</exception>
    public void AddRow(int sourceRow, ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                _columns[i]?.Add(values[i]);
            }
            catch (DataException exception)
            {
                // Half a row would shift all that follow.
                foreach (TableColumn? column in _columns)
                {
                    column?.Truncate(Count);
                }

                throw Locate(exception, sourceRow);
            }
        }

        _sourceRows.Add(sourceRow);
    }

    /// <summary>Adds one cell of a row of a file; <see cref="EndRow"/> follows the last one.</summary>
    /// <exception cref="DataException">The cell does not fit its column; the message names row and column.</exception>
    public void AddCell(int sourceRow, int column, ReadOnlySpan<char> cell)
    {
        try
        {
            _columns[column]?.Add(cell);
        }
        catch (DataException exception) when (exception.InnerException is not IOException)
        {
            throw Locate(exception, sourceRow);
        }
    }

    /// <summary>Ends a row of cells.</summary>
    public void EndRow(int sourceRow) => _sourceRows.Add(sourceRow);

    /// <summary>Makes the data set.</summary>
    /// <exception cref="DataException">Values are missing, there are too many categories, or no row is left.</exception>
    public Dataset Build(string name)
    {
        TableColumn[] inputs = [.. _roles.Inputs.Select(i => _columns[i]!)];
        TableColumn[] targets = [.. _roles.Targets.Select(i => _columns[i]!)];
        var table = new Table(
            Source, RowWord, inputs, GetColumn(_roles.Label), targets, _sourceRows, _roles.LabelIsNamed, GetColumn(_roles.Weight));
        return new TableEncoder(table, _options).Encode(_options.Name ?? name);
    }

    private TableColumn? GetColumn(int? position) => position is { } i ? _columns[i] : null;

    private static ColumnKind? Decide(IReadOnlyList<object?[]> sample, int column)
    {
        int present = 0;
        int numbers = 0;
        foreach (object?[] row in sample)
        {
            if (column < row.Length && !CellValue.IsMissing(row[column]))
            {
                present++;
                numbers += CellValue.TryGetNumber(row[column], out _) ? 1 : 0;
            }
        }

        // A few texts among numbers are mistakes to report, not a reason to take all for text.
        return present == 0 ? null : 2 * numbers > present ? ColumnKind.Numeric : ColumnKind.Text;
    }

    private DataException Locate(DataException exception, int sourceRow) =>
        new(exception.ErrorId, $"{Source}, {RowWord} {sourceRow}: {exception.Message}", exception);
}
