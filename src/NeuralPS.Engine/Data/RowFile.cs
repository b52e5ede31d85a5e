using Microsoft.Win32.SafeHandles;

namespace NeuralPS.Engine.Data;

/// <summary>
/// A file that rows are read from as they are needed: by position, from any number of threads. It stays open as long as a store of its
/// rows is in use; a temporary one is gone then, also after the process was ended.
/// </summary>
internal sealed class RowFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private readonly bool _isTemporary;

    private RowFile(string path, SafeFileHandle handle, long start, bool isTemporary)
    {
        Path = path;
        _handle = handle;
        Start = start;
        _isTemporary = isTemporary;
    }

    /// <summary>The path of the data, for messages: of a temporary file that of the file it was made from.</summary>
    public string Path { get; }

    /// <summary>Where the first row starts.</summary>
    public long Start { get; }

    /// <summary>The length in bytes at this moment.</summary>
    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Whether all values were looked at, and are finite: so that this is done once.</summary>
    public bool IsFinite { get; set; }

    /// <summary>Opens a file whose rows start at <paramref name="start"/>.</summary>
    /// <exception cref="DataException">The file cannot be read (FileUnreadable).</exception>
    public static RowFile Open(string path, long start)
    {
        try
        {
            // Not for random access: in order the system shall read ahead.
            return new RowFile(path, File.OpenHandle(path), start, isTemporary: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException("FileUnreadable", $"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Makes an empty temporary file for data of <paramref name="path"/>.</summary>
    /// <param name="path">Where the data come from, for messages.</param>
    /// <param name="length">How many bytes it is to hold, if that is known; else 0.</param>
    /// <exception cref="DataException">
    /// The temporary folder has too little space (DiskSpaceTooLow) or cannot be written (TemporaryFileNotWritten).
    /// </exception>
    public static RowFile CreateTemporary(string path, long length)
    {
        string folder = System.IO.Path.GetTempPath();
        try
        {
            long space = new DriveInfo(folder).AvailableFreeSpace;
            if (space < length)
            {
                throw new DataException(
                    "DiskSpaceTooLow",
                    $"'{path}' needs {length} bytes in the temporary folder '{folder}', where {space} are free. Make room, or let the "
                    + "environment variable TMPDIR (TMP on Windows) name a folder with more space before PowerShell is started.");
            }

            string name = System.IO.Path.Combine(folder, $"NeuralPS-{Guid.NewGuid():N}.rows");
            FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            SafeFileHandle handle = File.OpenHandle(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, options);
            if (!OperatingSystem.IsWindows())
            {
                // The name goes at once and the data with the handle, however the process ends.
                File.Delete(name);
            }

            return new RowFile(path, handle, 0, isTemporary: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, exception);
        }
    }

    /// <summary>Reads up to <paramref name="buffer"/>'s length from <paramref name="offset"/>; fewer bytes only at the end.</summary>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int found = RandomAccess.Read(_handle, buffer[total..], offset + total);
            if (found == 0)
            {
                break;
            }

            total += found;
        }

        return total;
    }

    /// <summary>Writes into a temporary file.</summary>
    /// <exception cref="DataException">The file cannot be written (TemporaryFileNotWritten).</exception>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(Path, exception);
        }
    }

    /// <summary>Reads the whole file from start to end, so that the system has it in its cache.</summary>
    /// <param name="buffer">Room to read into.</param>
    /// <param name="isStopped">Asked between two reads.</param>
    /// <exception cref="IOException">The file cannot be read any more.</exception>
    public void ReadThrough(byte[] buffer, Func<bool> isStopped)
    {
        // With a handle of its own: the system reads ahead for a handle that is read in order, and others read this one at random.
        using SafeFileHandle? own = _isTemporary ? null : File.OpenHandle(Path, options: FileOptions.SequentialScan);
        for (long offset = 0; !isStopped(); offset += buffer.Length)
        {
            if (RandomAccess.Read(own ?? _handle, buffer, offset) < buffer.Length)
            {
                break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static DataException NotWritten(string path, Exception exception) => new(
        "TemporaryFileNotWritten",
        $"The rows of '{path}' cannot be written to the temporary folder '{System.IO.Path.GetTempPath()}': {exception.Message}",
        exception);
}
