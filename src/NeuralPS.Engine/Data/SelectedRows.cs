using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>A view of some rows of another store, in an order of its own. A selection of a selection refers to the first store.</summary>
public sealed class SelectedRows : RowStore
{
    private readonly RowStore _source;
    private readonly int[] _rows;

    /// <summary>Creates a view of <paramref name="rows"/> of <paramref name="source"/>.</summary>
    /// <param name="source">Where the rows are.</param>
    /// <param name="rows">Which rows, in which order; a row may occur more than once. Nobody changes them afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    internal SelectedRows(RowStore source, int[] rows)
        : base(rows.Length, source.RowShape)
    {
        CheckRows(source, rows);
        (_source, _rows) = source is SelectedRows selection
            ? (selection._source, Array.ConvertAll(rows, row => selection._rows[row]))
            : (source, rows);
    }

    private SelectedRows(RowStore source, SelectedRows like)
        : base(like.Count, source.RowShape)
    {
        _source = source;
        _rows = like._rows;
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => _source.IsOnDisk;

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found) => _source.FindFiles(found);

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        _source.CopyRow(_rows[row], destination);
    }

    /// <inheritdoc/>
    internal override float[]? Values => _source.Values;

    /// <inheritdoc/>
    internal override int GetStart(int row) => _source.GetStart(_rows[row]);

    /// <inheritdoc/>
    internal override int BlockCount => _source.BlockCount;

    /// <inheritdoc/>
    internal override int LeastRowsOfBlock => _source.LeastRowsOfBlock;

    /// <inheritdoc/>
    internal override int GetBlock(int row) => _source.GetBlock(_rows[row]);

    /// <inheritdoc/>
    internal override bool IsInFileOrder
    {
        get
        {
            bool isInOrder = _source.IsInFileOrder;
            for (int i = 1; isInOrder && i < _rows.Length; i++)
            {
                isInOrder = _rows[i] >= _rows[i - 1];
            }

            return isInOrder;
        }
    }

    /// <inheritdoc/>
    internal override void CopyRow(int row, FileBlock block, Span<float> destination) => _source.CopyRow(_rows[row], block, destination);

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new SelectedRows(_source.Reshape(shape), this);
    }

    /// <inheritdoc/>
    internal override (int Row, int Element)? FindNotFinite()
    {
        if (_source.FindNotFinite() is null)
        {
            return null;
        }

        float[] values = new float[RowShape.Length];
        using var scan = new RowScan(this);
        for (int row = 0; row < Count; row++)
        {
            scan.CopyRow(row, values);
            int element = Array.FindIndex(values, static value => !float.IsFinite(value));
            if (element >= 0)
            {
                return (row, element);
            }
        }

        return null;
    }

    private static void CheckRows(RowStore source, int[] rows)
    {
        foreach (int row in rows)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row, nameof(rows));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, source.Count, nameof(rows));
        }
    }
}
