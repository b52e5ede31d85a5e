using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>The rows of several stores, one after the other; nothing is copied.</summary>
public sealed class ConcatenatedRows : RowStore
{
    private readonly RowStore[] _parts;
    private readonly int[] _starts;
    private readonly int[] _firstBlocks;
    private readonly int _blockCount;

    /// <summary>Creates the view.</summary>
    /// <param name="parts">At least one store; all have rows of the same shape.</param>
    /// <exception cref="DataException">There is no store (EmptyDataset), or there are too many rows (TooManyValues).</exception>
    /// <exception cref="ShapeException">The shapes differ (ConcatenateShape).</exception>
    public ConcatenatedRows(IEnumerable<RowStore> parts)
        : this([.. parts])
    {
    }

    private ConcatenatedRows(RowStore[] parts)
        : base(CountRows(parts), parts[0].RowShape)
    {
        _parts = parts;
        _starts = new int[parts.Length];
        _firstBlocks = new int[parts.Length];
        for (int i = 1; i < parts.Length; i++)
        {
            _starts[i] = _starts[i - 1] + parts[i - 1].Count;
            _firstBlocks[i] = _firstBlocks[i - 1] + Math.Max(1, parts[i - 1].BlockCount);
        }

        // Rows in memory beside files count as a block.
        bool hasBlocks = Array.Exists(parts, static part => part.BlockCount > 0);
        _blockCount = hasBlocks ? _firstBlocks[^1] + Math.Max(1, parts[^1].BlockCount) : 0;
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => Array.Exists(_parts, static part => part.IsOnDisk);

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found)
    {
        foreach (RowStore part in _parts)
        {
            part.FindFiles(found);
        }
    }

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        int part = FindPart(row);
        _parts[part].CopyRow(row - _starts[part], destination);
    }

    /// <inheritdoc/>
    internal override int BlockCount => _blockCount;

    /// <inheritdoc/>
    internal override int LeastRowsOfBlock => _parts.Max(static part => part.LeastRowsOfBlock);

    /// <inheritdoc/>
    internal override bool IsInFileOrder => Array.TrueForAll(_parts, static part => part.IsInFileOrder);

    /// <inheritdoc/>
    internal override int GetBlock(int row)
    {
        if (_blockCount == 0)
        {
            return 0;
        }

        int part = FindPart(row);
        return _firstBlocks[part] + _parts[part].GetBlock(row - _starts[part]);
    }

    /// <inheritdoc/>
    internal override void CopyRow(int row, FileBlock block, Span<float> destination)
    {
        CheckCopy(row, destination);
        int part = FindPart(row);
        _parts[part].CopyRow(row - _starts[part], block, destination);
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new ConcatenatedRows(_parts.Select(part => part.Reshape(shape)));
    }

    /// <inheritdoc/>
    internal override (int Row, int Element)? FindNotFinite()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].FindNotFinite() is (int row, int element))
            {
                return (_starts[i] + row, element);
            }
        }

        return null;
    }

    private int FindPart(int row)
    {
        int part = Array.BinarySearch(_starts, row);
        part = part < 0 ? ~part - 1 : part;

        // An empty part starts where the next one does.
        while (row - _starts[part] >= _parts[part].Count)
        {
            part++;
        }

        return part;
    }

    private static int CountRows(RowStore[] parts)
    {
        if (parts.Length == 0)
        {
            throw new DataException("EmptyDataset", "There is nothing to put together; give at least one data set.");
        }

        foreach (RowStore part in parts)
        {
            if (!part.RowShape.Equals(parts[0].RowShape))
            {
                throw new ShapeException(
                    "ConcatenateShape", $"Rows of {parts[0].RowShape} and of {part.RowShape} cannot be put together; all must be alike.");
            }
        }

        long count = parts.Sum(part => (long)part.Count);
        return count <= int.MaxValue
            ? (int)count
            : throw new DataException("TooManyValues", $"Together these are {count} rows; at most {int.MaxValue} are possible.");
    }
}
