using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// The file of a journal: reads on from where it stopped, and appends. It is opened for each use, since only that shows what other
/// machines wrote to a network file system.
/// </summary>
internal sealed class JournalFile(string path)
{
    private const int ChunkLength = 1 << 17;
    private const int TailLength = 64;
    private const int OpenAttempts = 10;

    private byte[] _buffer = new byte[4096];
    private byte[] _tail = [];

    /// <summary>The length of the lines read so far.</summary>
    public long Position { get; private set; }

    /// <summary>How many lines were read so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Opens the file; dispose the handle after use.</summary>
    public SafeFileHandle Open(FileAccess access)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JournalException(
                "JournalNotFound",
                $"There is no journal '{path}'. Check the path; if the file was moved or deleted while in use, open it where it is now.",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw JournalErrors.NoAccess(path, access, e);
        }
        catch (IOException e)
        {
            throw new JournalException("JournalUnreadable", $"The journal '{path}' cannot be opened. {e.Message}", e);
        }
    }

    /// <summary>Applies all complete lines that were not read yet.</summary>
    /// <param name="file">The opened file.</param>
    /// <param name="replay">What they are applied to.</param>
    /// <returns>The bytes after the last line feed: nothing, unless a writer is at work or was interrupted.</returns>
    /// <exception cref="JournalException">JournalReplaced, JournalDamaged.</exception>
    public ReadOnlySpan<byte> ReadOn(SafeFileHandle file, Replay replay)
    {
        long length = RandomAccess.GetLength(file);
        if (length == Position)
        {
            return [];
        }

        CheckTail(file, length);
        int filled = 0;
        while (true)
        {
            if (_buffer.Length - filled < Math.Min(ChunkLength, length - Position - filled))
            {
                Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, filled + ChunkLength));
            }

            int read = RandomAccess.Read(file, _buffer.AsSpan(filled), Position + filled);
            filled += read;
            int used = Apply(_buffer.AsSpan(0, filled), replay);
            Position += used;
            filled -= used;
            _buffer.AsSpan(used, filled).CopyTo(_buffer);
            if (read == 0)
            {
                return _buffer.AsSpan(0, filled);
            }
        }
    }

    /// <summary>Writes at the end of the lines read so far, which must be the end of the file, and applies what was written.</summary>
    /// <exception cref="JournalException">JournalWriteFailed: nothing of it is in the file.</exception>
    public void Append(SafeFileHandle file, ReadOnlySpan<byte> lines, Replay replay)
    {
        long start = Position;
        try
        {
            RandomAccess.Write(file, lines, start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last of them is what .NET makes of a limit on the size of files.
            RandomAccess.SetLength(file, start);
            throw JournalErrors.WriteFailed(path, e);
        }

        Position += Apply(lines, replay);
    }

    /// <summary>Waits until the disk has what was written so far.</summary>
    /// <exception cref="JournalException">JournalNotFlushed.</exception>
    public void Flush()
    {
        using SafeFileHandle file = OpenToFlush();
        try
        {
            // Never tried again: the system forgets what it could not write, and says so once.
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JournalErrors.NotFlushed(path, e);
        }
    }

    /// <summary>Cuts off what is after the last line feed, or adds the line feed if nothing else is missing.</summary>
    public JournalRepair Repair(SafeFileHandle file, ReadOnlySpan<byte> torn, Replay replay)
    {
        string text = Encoding.UTF8.GetString(torn[..Math.Min(torn.Length, 1000)]).Replace("\0", string.Empty, StringComparison.Ordinal);
        JournalRepair repair = new(path, Lines + 1, torn.Length, text, IsRecord(torn));
        if (repair.Kept)
        {
            RandomAccess.Write(file, "\n"u8, Position + torn.Length);
            RandomAccess.FlushToDisk(file);
            ReadOn(file, replay);
        }
        else
        {
            RandomAccess.SetLength(file, Position);
            RandomAccess.FlushToDisk(file);
        }

        return repair;
    }

    // A backup, say, may have the file for itself for a moment.
    private SafeFileHandle OpenToFlush()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Open(FileAccess.ReadWrite);
            }
            catch (JournalException e)
            {
                if (attempt == OpenAttempts)
                {
                    throw JournalErrors.NotFlushed(path, e);
                }

                Thread.Sleep(20 * attempt);
            }
        }
    }

    private static bool IsRecord(ReadOnlySpan<byte> line)
    {
        try
        {
            new Record().Read(line);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private int Apply(ReadOnlySpan<byte> bytes, Replay replay)
    {
        int used = 0;
        for (int length; (length = bytes[used..].IndexOf((byte)'\n')) >= 0; used += length + 1)
        {
            ReadOnlySpan<byte> line = bytes.Slice(used, length);
            try
            {
                replay.Apply(line);
            }
            catch (FormatException e)
            {
                Position += used;
                throw JournalErrors.Damaged(path, Lines + 1, line, e);
            }

            Lines++;
            _tail = bytes.Slice(used + Math.Max(0, length + 1 - TailLength), Math.Min(length + 1, TailLength)).ToArray();
        }

        return used;
    }

    // Whoever truncates or replaces the file leaves other bytes, or none, before the place where we go on.
    private void CheckTail(SafeFileHandle file, long length)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        tail = tail[.._tail.Length];
        if (length < Position || RandomAccess.Read(file, tail, Position - tail.Length) != tail.Length || !tail.SequenceEqual(_tail))
        {
            throw new JournalException(
                "JournalReplaced",
                $"The journal '{path}' was truncated or replaced while it was in use. "
                + "Make sure that it is the right file, and start again.");
        }
    }
}
