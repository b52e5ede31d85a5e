using System.Buffers.Binary;
using System.IO.Compression;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// A file that is being read, decompressed on the way if it is gzip. Nothing is allocated for what a header claims before the length of
/// the file has been found to justify it.
/// </summary>
internal sealed partial class SourceFile : IDisposable
{
    // Deflate cannot compress better than 1032 : 1.
    private const long MaximumRatio = 1032;

    // Between two looks at whether reading was cancelled.
    private const int ChunkLength = 1 << 20;

    private readonly Stream _stream;
    private readonly CancellationToken _cancellation;
    private long _total;

    private SourceFile(string path, FileStream file, bool isCompressed, long trailer, CancellationToken cancellation)
    {
        Path = path;
        _cancellation = cancellation;
        Length = file.Length;
        IsCompressed = isCompressed;
        DeclaredLength = isCompressed ? trailer : file.Length;
        _stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : new BufferedStream(file, 1 << 16);
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>The length on disk.</summary>
    public long Length { get; }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsCompressed { get; }

    /// <summary>The length of the content; of gzip what its last bytes claim, modulo 2^32.</summary>
    public long DeclaredLength { get; }

    /// <summary>The length of the content as far as the length on disk justifies it.</summary>
    public long PlausibleLength => IsCompressed ? Math.Max(Length, Math.Min(DeclaredLength, (Length + 1) * MaximumRatio)) : Length;

    /// <summary>Opens the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends a read within a megabyte.</param>
    /// <exception cref="DataException">
    /// There is no such file (FileNotFound), it is a folder (PathIsFolder), or it cannot be read (FileUnreadable).
    /// </exception>
    /// <exception cref="FileFormatException">The file is empty (FileEmpty).</exception>
    public static SourceFile Open(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new DataException("PathIsFolder", $"'{path}' is a folder; give a file.");
        }

        FileStream? file = null;
        try
        {
            // Devices and pipes have no length either, and opening a pipe would wait for its writer.
            if (new FileInfo(path).Length == 0)
            {
                throw new FileFormatException("FileEmpty", $"'{path}' is empty.");
            }

            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> ends = stackalloc byte[4];
            bool isCompressed = file.ReadAtLeast(ends, 2, throwOnEndOfStream: false) >= 2 && ends[0] == 0x1F && ends[1] == 0x8B;
            long trailer = 0;
            if (isCompressed && file.Length >= 18)
            {
                file.Seek(-4, SeekOrigin.End);
                file.ReadExactly(ends);
                trailer = BinaryPrimitives.ReadUInt32LittleEndian(ends);
            }

            file.Seek(0, SeekOrigin.Begin);
            return new SourceFile(path, file, isCompressed, trailer, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException("FileNotFound", $"There is no file '{path}'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            throw new DataException("FileUnreadable", $"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads up to <paramref name="buffer"/>'s length; fewer bytes only at the end.</summary>
    /// <exception cref="FileFormatException">The compressed data is damaged (FileDamaged).</exception>
    /// <exception cref="DataException">The file cannot be read (FileUnreadable).</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            int total = 0;
            while (total < buffer.Length)
            {
                _cancellation.ThrowIfCancellationRequested();
                Span<byte> chunk = buffer[total..Math.Min(buffer.Length, total + ChunkLength)];
                int found = _stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
                total += found;
                if (found < chunk.Length)
                {
                    break;
                }
            }

            _total += total;
            return total;
        }
        catch (InvalidDataException exception)
        {
            throw new FileFormatException("FileDamaged", $"'{Path}' is damaged: its gzip data cannot be decompressed.", exception);
        }
        catch (IOException exception)
        {
            throw new DataException("FileUnreadable", $"'{Path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the rest of the file, which must be exactly <paramref name="count"/> bytes.</summary>
    /// <param name="count">How many bytes are expected.</param>
    /// <param name="done">How many bytes have been read before.</param>
    /// <param name="expectation">Why: what the header says, for the message.</param>
    /// <exception cref="FileFormatException">There are fewer (FileTruncated) or more bytes (FileOversized).</exception>
    public byte[] ReadRest(long count, int done, string expectation)
    {
        CheckLength(count, done, expectation);
        if (count > Array.MaxLength)
        {
            throw new FileFormatException(
                "FileTooLarge",
                $"'{Path}' holds {count} bytes of data; at most {Array.MaxLength} can be kept in memory. Keep the rows on disk.");
        }

        byte[] bytes = new byte[count];
        int found = Read(bytes);
        if (found < count)
        {
            throw SizeError(true, done + count, $"{done + found}", expectation);
        }

        Span<byte> more = stackalloc byte[1];
        if (Read(more) > 0)
        {
            throw SizeError(false, done + count, "more", expectation);
        }

        CheckEnd();
        return bytes;
    }

    /// <summary>Throws if the length of the file does not justify another <paramref name="count"/> bytes.</summary>
    /// <exception cref="FileFormatException">There are fewer (FileTruncated) or more bytes (FileOversized).</exception>
    public void CheckLength(long count, int done, string expectation)
    {
        if (!IsCompressed && Length != done + count)
        {
            throw SizeError(Length < done + count, done + count, $"{Length}", expectation);
        }

        if (IsCompressed && done + count > (Length + 1) * MaximumRatio)
        {
            throw SizeError(true, done + count, $"{Length} compressed ones, which cannot hold as many", expectation);
        }
    }

    /// <summary>Throws unless all that was compressed has been read.</summary>
    /// <exception cref="FileFormatException">The compressed data ends early (FileTruncated).</exception>
    public void CheckEnd()
    {
        // The decompressor takes the end of the file for the end of the data, so that what is cut off would be lost without a word.
        if (IsCompressed && (uint)_total != (uint)DeclaredLength)
        {
            throw new FileFormatException(
                "FileTruncated",
                $"'{Path}' is truncated: its gzip data ends after {_total} bytes, where its last bytes say {DeclaredLength}. "
                + "If it is made of several compressed files, compress it as one.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private FileFormatException SizeError(bool isTruncated, long expected, string found, string expectation) => new(
        isTruncated ? "FileTruncated" : "FileOversized",
        $"'{Path}' is {(isTruncated ? "truncated" : "too long")}: {expectation} makes {expected} bytes, but the file has {found}.");
}
