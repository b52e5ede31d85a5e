namespace NeuralPS.Engine.Data;

/// <summary>Where the rows of a data set come from: their numbers in a file or, where those are not known, in the whole data set.</summary>
internal sealed class SourceRows
{
    private readonly RowNumbers? _numbers;
    private readonly int[]? _rows;

    /// <summary>The rows of a file.</summary>
    public SourceRows(RowNumbers numbers)
    {
        _numbers = numbers;
        Count = numbers.Count;
    }

    private SourceRows(RowNumbers? numbers, int[] rows)
    {
        _numbers = numbers;
        _rows = rows;
        Count = rows.Length;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of <paramref name="row"/>, counted from 1.</summary>
    public int this[int row]
    {
        get
        {
            int chosen = _rows is null ? row : _rows[row];
            return _numbers is null ? chosen + 1 : _numbers[chosen];
        }
    }

    /// <summary>Those of some rows.</summary>
    /// <param name="source">Where the rows come from; null where that is not known.</param>
    /// <param name="rows">The rows, which nobody changes.</param>
    public static SourceRows Select(SourceRows? source, int[] rows) =>
        new(source?._numbers, source?._rows is { } chosen ? Array.ConvertAll(rows, row => chosen[row]) : rows);
}
