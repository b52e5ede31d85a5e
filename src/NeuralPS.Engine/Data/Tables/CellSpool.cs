using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>A temporary file that the cells of a table go to while it is read, a block of a column at a time.</summary>
internal sealed class CellSpool : IDisposable
{
    // What the blocks in memory take: two of each column.
    private const int MemoryBytes = 64 << 20;

    // In a block of a column; few would make the file many small reads.
    private const int MinimumCells = 128;
    private const int MaximumCells = 1 << 13;

    private readonly RowFile _file;
    private readonly CancellationToken _cancellation;
    private long _length;

    /// <summary>Makes the file.</summary>
    /// <param name="path">The file that is read, for messages.</param>
    /// <param name="length">How many bytes the cells are likely to take.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="cancellation">Ends reading and writing.</param>
    /// <exception cref="DataException">There is no space for it (DiskSpaceTooLow, TemporaryFileNotWritten).</exception>
    public CellSpool(string path, long length, int columns, CancellationToken cancellation)
    {
        _file = RowFile.CreateTemporary(path, length);
        _cancellation = cancellation;
        BlockLength = Math.Clamp(MemoryBytes / (2 * sizeof(float) * columns), MinimumCells, MaximumCells);
    }

    /// <summary>The cells in a block of a column.</summary>
    public int BlockLength { get; }

    /// <summary>Appends a block; returns where it is.</summary>
    public long Append<T>(ReadOnlySpan<T> block)
        where T : unmanaged
    {
        _cancellation.ThrowIfCancellationRequested();
        long position = _length;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(block);
        _file.Write(position, bytes);
        _length += bytes.Length;
        return position;
    }

    /// <summary>Reads a block back.</summary>
    /// <exception cref="DataException">The file cannot be read any more (FileUnreadable).</exception>
    public void Read<T>(long position, Span<T> block)
        where T : unmanaged
    {
        _cancellation.ThrowIfCancellationRequested();
        Span<byte> bytes = MemoryMarshal.AsBytes(block);
        try
        {
            if (_file.Read(position, bytes) < bytes.Length)
            {
                throw new EndOfStreamException("It has become shorter.");
            }
        }
        catch (IOException exception)
        {
            throw new DataException(
                "FileUnreadable", $"The temporary file for the rows of '{_file.Path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
