namespace NeuralPS.Sweeps.Journals;

/// <summary>A lock as it is at one moment. Optuna's are empty files or links that lead to the journal.</summary>
/// <param name="Text">What the file says.</param>
/// <param name="Target">Where the link leads; null for a file.</param>
/// <param name="Changed">When it was last changed, by the clock of the file system.</param>
internal sealed record LockState(string Text, string? Target, DateTime Changed)
{
    /// <summary>Null if there is none.</summary>
    public static LockState? Read(string path)
    {
        FileInfo info = new(path);
        try
        {
            if (info.LinkTarget is string target)
            {
                return new LockState(string.Empty, target, info.LastWriteTimeUtc);
            }

            if (!info.Exists)
            {
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            using StreamReader reader = new(file);
            return new LockState(reader.ReadToEnd(), null, info.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
            return new LockState(string.Empty, null, info.LastWriteTimeUtc);
        }
    }
}
