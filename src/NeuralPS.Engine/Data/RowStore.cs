using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Rows of one shape, read as float32 in logical row-major order, however they are kept: as floats, as bytes, as a selection of
/// another store, or in a file. Immutable; any number of threads may read at once.
/// </summary>
public abstract class RowStore
{
    /// <summary>Creates a store of <paramref name="count"/> rows of <paramref name="rowShape"/>.</summary>
    /// <exception cref="DataException">The count is negative (RowCountNegative).</exception>
    protected RowStore(int count, Shape rowShape)
    {
        ArgumentNullException.ThrowIfNull(rowShape);
        if (count < 0)
        {
            throw new DataException("RowCountNegative", $"A store cannot hold {count} rows.");
        }

        Count = count;
        RowShape = rowShape;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The shape of each row.</summary>
    public Shape RowShape { get; }

    /// <summary>Whether rows are read from a file each time they are asked for.</summary>
    public virtual bool IsOnDisk => false;

    /// <summary>Copies <paramref name="row"/> into the first elements of <paramref name="destination"/>.</summary>
    /// <param name="row">The row, from 0 to <see cref="Count"/> - 1.</param>
    /// <param name="destination">Receives the values; at least as long as <see cref="RowShape"/> has elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public abstract void CopyRow(int row, Span<float> destination);

    /// <summary>Copies <paramref name="count"/> rows that follow one another into the first elements of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    internal virtual void CopyRows(int first, int count, Span<float> destination)
    {
        for (int i = 0; i < count; i++)
        {
            CopyRow(first + i, destination[(i * RowShape.Length)..]);
        }
    }

    /// <summary>The array that holds all rows, with or without others; null in stores that do not keep them as float32.</summary>
    internal virtual float[]? Values => null;

    /// <summary>Where <paramref name="row"/> starts in <see cref="Values"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    internal virtual int GetStart(int row) => throw new NotSupportedException("The rows are not kept as float32.");

    /// <summary>The values of <paramref name="row"/> where they are kept; empty in stores that do not keep them as float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<float> PeekRow(int row) =>
        Values is { } values ? values.AsSpan(GetStart(row), RowShape.Length) : default;

    /// <summary>The same values as rows of <paramref name="shape"/>; nothing is copied.</summary>
    /// <exception cref="ShapeException">The shape has another number of elements (ReshapeLength).</exception>
    public abstract RowStore Reshape(Shape shape);

    /// <summary>A view of <paramref name="rows"/> in that order; a row may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public RowStore Select(ReadOnlySpan<int> rows) => new SelectedRows(this, rows.ToArray());

    /// <summary>A copy of all rows, one after the other.</summary>
    /// <exception cref="DataException">There are more values than one array can hold (TooManyValues).</exception>
    public float[] ToArray()
    {
        float[] values = new float[GetArrayLength(Count, RowShape)];
        using var scan = new RowScan(this);
        for (int row = 0; row < Count; row++)
        {
            scan.CopyRow(row, values.AsSpan(row * RowShape.Length, RowShape.Length));
        }

        return values;
    }

    /// <summary>Where the first value is that is NaN or infinite, or null; stores that cannot hold such values need not look.</summary>
    internal virtual (int Row, int Element)? FindNotFinite() => null;

    /// <summary>How many blocks the files of this store are read in, if it can do so; 0 where rows come no faster together.</summary>
    internal virtual int BlockCount => 0;

    /// <summary>How many rows of a block must be wanted for the whole block to come sooner than they do one by one.</summary>
    internal virtual int LeastRowsOfBlock => 1;

    /// <summary>The block of <paramref name="row"/>, from 0 to <see cref="BlockCount"/> - 1; 0 where there are none.</summary>
    internal virtual int GetBlock(int row) => 0;

    /// <summary>Copies <paramref name="row"/> as <see cref="CopyRow(int, Span{float})"/> does, with all of its block read into <paramref name="block"/>.</summary>
    internal virtual void CopyRow(int row, FileBlock block, Span<float> destination) => CopyRow(row, destination);

    /// <summary>Whether rows that follow one another here do so in their files, with or without others in between.</summary>
    internal virtual bool IsInFileOrder => true;

    /// <summary>Adds the rows of files that this store reads from.</summary>
    internal virtual void FindFiles(ICollection<FileRows> found)
    {
    }

    /// <summary>The number of values in <paramref name="count"/> rows, if one array can hold them.</summary>
    internal static int GetArrayLength(int count, Shape rowShape)
    {
        long length = (long)count * rowShape.Length;
        return length <= Array.MaxLength
            ? (int)length
            : throw new DataException(
                "TooManyValues",
                $"{count} rows of {rowShape} are {length} values; at most {Array.MaxLength} can be kept in memory. Use fewer rows.");
    }

    /// <summary>Throws unless <paramref name="row"/> exists and fits into <paramref name="destination"/>.</summary>
    protected void CheckCopy(int row, ReadOnlySpan<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        if (destination.Length < RowShape.Length)
        {
            throw new ArgumentException(
                $"A row of {RowShape} has {RowShape.Length} values; the destination holds {destination.Length}.", nameof(destination));
        }
    }

    /// <summary>Throws unless <paramref name="shape"/> has as many elements as <see cref="RowShape"/>.</summary>
    protected void CheckReshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length != RowShape.Length)
        {
            throw new ShapeException(
                "ReshapeLength",
                $"Rows of {RowShape} have {RowShape.Length} values and cannot become rows of {shape}, which have {shape.Length}.");
        }
    }
}
