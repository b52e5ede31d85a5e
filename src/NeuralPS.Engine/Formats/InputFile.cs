namespace NeuralPS.Engine.Formats;

/// <summary>Opens files for reading, with errors that say what is wrong with the path.</summary>
internal static class InputFile
{
    /// <summary>Opens a file that can be read from any position.</summary>
    /// <exception cref="EngineException">
    /// <c>FileNotFound</c>, <c>PathIsFolder</c> or <c>FileNotReadable</c>; the message names the path.
    /// </exception>
    public static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new EngineException("PathIsFolder", $"'{path}' is a folder; name a file.");
        }

        // To open a named pipe would wait for someone to write to it; it has no length, and neither has an empty file to be read.
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            return Stream.Null;
        }

        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EngineException("FileNotFound", $"There is no file '{path}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EngineException("FileNotReadable", $"'{path}' could not be read: {e.Message}", e);
        }

        throw new EngineException("FileNotReadable", $"'{path}' is a pipe or a device; name a regular file.");
    }
}
