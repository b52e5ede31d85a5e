using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>Rows that stay in their file: each is read whenever it is asked for. The file must stay as it is meanwhile.</summary>
internal sealed class FileRows : RowStore
{
    // Rows of this size are read into the stack; larger ones into a buffer of the pool, so that nothing is allocated per row.
    private const int StackBytes = 2048;

    // Values in a block when all rows are read one after the other.
    private const int BlockLength = 1 << 16;

    // What is copied in the time that a call of the system takes by itself.
    private const int CallBytes = 7168;

    private readonly RowFile _file;
    private readonly RowFormat _format;
    private readonly int _rowBytes;
    private readonly int _stride;
    private readonly int _blockShift;

    /// <summary>Creates the rows.</summary>
    /// <param name="file">The file, which has been found to be long enough.</param>
    /// <param name="format">How values are written.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="rowShape">The shape of a row.</param>
    public FileRows(RowFile file, RowFormat format, int count, Shape rowShape)
        : base(count, rowShape)
    {
        _file = file;
        _format = format;
        _rowBytes = checked(rowShape.Length * format.ItemSize);
        _stride = checked(format.Prefix + _rowBytes);

        // A block is a group of a large data set, and stays in the cache of a processor while rows are picked out of it.
        _blockShift = BitOperations.Log2((uint)RowGroups.CountRows(rowShape.Length));
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => true;

    /// <summary>The file.</summary>
    internal RowFile File => _file;

    /// <summary>The most bytes of a block.</summary>
    internal int BlockBytes => _stride << _blockShift;

    /// <inheritdoc/>
    internal override int BlockCount => _blockShift == 0 ? 0 : (int)(((long)Count + (1 << _blockShift) - 1) >> _blockShift);

    /// <inheritdoc/>
    internal override int LeastRowsOfBlock => (BlockBytes + CallBytes + _stride + CallBytes - 1) / (_stride + CallBytes);

    /// <inheritdoc/>
    internal override int GetBlock(int row) => row >> _blockShift;

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found) => found.Add(this);

    /// <inheritdoc/>
    /// <exception cref="DataException">
    /// The file has become shorter (FileTruncated) or cannot be read any more (FileUnreadable); the message names file and row.
    /// </exception>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        CopyRows(row, 1, destination);
    }

    /// <inheritdoc/>
    internal override void CopyRow(int row, FileBlock block, Span<float> destination)
    {
        CheckCopy(row, destination);
        int number = GetBlock(row);
        int start = (row - (number << _blockShift)) * _stride;
        _format.Decode(block.Get(this, number).Slice(start, _rowBytes), destination[..RowShape.Length]);
    }

    /// <summary>Reads the rows of a block, without what stands before the first of them.</summary>
    internal void ReadBlock(int number, Span<byte> buffer)
    {
        int first = number << _blockShift;
        int rows = Math.Min(1 << _blockShift, Count - first);
        Read(first, buffer[..((rows * _stride) - _format.Prefix)]);
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new FileRows(_file, _format, Count, shape);
    }

    /// <inheritdoc/>
    internal override (int Row, int Element)? FindNotFinite() => FindNotFinite(CancellationToken.None);

    /// <summary>Where the first value is that is NaN or infinite, or null. Reads the file once, however often it is asked.</summary>
    internal (int Row, int Element)? FindNotFinite(CancellationToken cancellation)
    {
        if (!_format.CanHoldNotFinite || _file.IsFinite)
        {
            return null;
        }

        int length = RowShape.Length;
        int block = Math.Max(1, BlockLength / length);
        float[] values = new float[block * length];
        for (int row = 0; row < Count; row += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(block, Count - row);
            Span<float> found = values.AsSpan(0, rows * length);
            CopyRows(row, rows, found);
            if (!float.IsFinite(TensorPrimitives.Sum<float>(found)))
            {
                int element = Array.FindIndex(values, 0, found.Length, static value => !float.IsFinite(value));
                if (element >= 0)
                {
                    return (row + (element / length), element % length);
                }
            }
        }

        _file.IsFinite = true;
        return null;
    }

    /// <inheritdoc/>
    internal override void CopyRows(int first, int count, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Count - count);
        int bytes = checked((count * _stride) - _format.Prefix);
        if (_format.IsPlainMemory)
        {
            Read(first, MemoryMarshal.AsBytes(destination)[..bytes]);
            return;
        }

        byte[]? rented = bytes > StackBytes ? ArrayPool<byte>.Shared.Rent(bytes) : null;
        Span<byte> buffer = rented is null ? stackalloc byte[StackBytes] : rented;
        buffer = buffer[..bytes];
        try
        {
            Read(first, buffer);
            for (int i = 0; i < count; i++)
            {
                _format.Decode(buffer.Slice(i * _stride, _rowBytes), destination.Slice(i * RowShape.Length, RowShape.Length));
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private void Read(int first, Span<byte> buffer)
    {
        int found;
        try
        {
            found = _file.Read(_file.Start + ((long)first * _stride) + _format.Prefix, buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                "FileUnreadable", $"'{_file.Path}', row {first + 1}: The row cannot be read any more: {exception.Message}", exception);
        }

        if (found < buffer.Length)
        {
            throw new DataException(
                "FileTruncated",
                $"'{_file.Path}', row {first + 1 + (found / _stride)}: The file ends before this row, but had {Count} rows when it was "
                + "opened. Its rows are read as they are needed, so that it must stay as it is meanwhile; import it again.");
        }
    }
}
