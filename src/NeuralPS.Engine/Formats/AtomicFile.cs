namespace NeuralPS.Engine.Formats;

/// <summary>
/// Writes files whole or not at all: under a temporary name in the same folder, then flushed to the disk, then renamed. Whatever
/// happens in between, the path holds either what it held before or all of the new content.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file; its folder exists. A link is followed: the file behind it is replaced.</param>
    /// <param name="overwrite">Whether a file that is there already may be replaced.</param>
    /// <param name="write">Writes the content. What it throws leaves the path as it was, and is thrown again.</param>
    /// <param name="temporaryName">
    /// The temporary name, for a caller who is alone with it and removes what a process that was killed has left; null for one of its own.
    /// </param>
    /// <exception cref="EngineException">
    /// <c>FileExists</c>: it is there, and <paramref name="overwrite"/> is not set; <c>PathIsFolder</c>; <c>FolderNotFound</c>;
    /// <c>FileNotWritten</c>: the disk is full, or access is denied. The path is as it was.
    /// </exception>
    public static void Write(string path, bool overwrite, Action<Stream> write, string? temporaryName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            string target = Resolve(Path.GetFullPath(path));
            Check(path, target, overwrite);
            if (IsDevice(target))
            {
                // A device holds nothing to protect, and renaming over it would remove it.
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }

            temporary = Path.Combine(Path.GetDirectoryName(target)!, temporaryName ?? $".{Guid.NewGuid():N}.tmp");
            FileMode mode = temporaryName is null ? FileMode.CreateNew : FileMode.Create;
            using (var stream = new FileStream(temporary, mode, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            KeepMode(target, temporary);
            Rename(path, temporary, target, overwrite);
            temporary = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EngineException(
                "FileNotWritten", $"'{path}' could not be written, and what was there is unchanged: {e.Message}", e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static string Resolve(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    private static void Check(string path, string target, bool overwrite)
    {
        if (Directory.Exists(target))
        {
            throw new EngineException("PathIsFolder", $"'{path}' is a folder; name a file.");
        }

        if (Path.EndsInDirectorySeparator(target) || !Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new EngineException("FolderNotFound", $"'{path}' cannot be written: its folder does not exist. Create it first.");
        }

        if (!overwrite && File.Exists(target))
        {
            throw Exists(path);
        }
    }

    private static void Rename(string path, string temporary, string target, bool overwrite)
    {
        try
        {
            File.Move(temporary, target, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(target))
        {
            // It appeared while this one was written.
            throw Exists(path);
        }
    }

    private static EngineException Exists(string path) =>
        new("FileExists", $"'{path}' exists already. Use -Force to replace it, or name another file.");

    private static bool IsDevice(string target) =>
        !OperatingSystem.IsWindows()
        && target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static void KeepMode(string target, string temporary)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
    }

    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong first matters more, and is on its way to the caller.
        }
    }
}
