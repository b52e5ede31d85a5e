namespace NeuralPS.Sweeps.Journals;

/// <summary>A lock as it is at one moment. Optuna's are empty files or links that lead to the journal.</summary>
/// <param name="Text">What the file says.</param>
/// <param name="Target">Where the link leads; null for a file.</param>
/// <param name="Changed">When it was last changed, by the clock of the file system.</param>
/// <param name="IsUnfinished">Whether it is one of ours that has no text yet: its owner writes it at once, unless it is killed.</param>
internal sealed record LockState(string Text, string? Target, DateTime Changed, bool IsUnfinished)
{
    /// <summary>
    /// The mode by which an empty lock is known as ours: to be read and, of all things, executed, but not written by its owner. No other
    /// program makes such a file by chance.
    /// </summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode OwnerMask = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Null if there is none.</summary>
    public static LockState? Read(string path)
    {
        FileInfo info = new(path);
        try
        {
            if (info.LinkTarget is string target)
            {
                return new LockState(string.Empty, target, info.LastWriteTimeUtc, false);
            }

            if (!info.Exists)
            {
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            using StreamReader reader = new(file);
            string text = reader.ReadToEnd();
            bool isOurs = !OperatingSystem.IsWindows() && (info.UnixFileMode & OwnerMask) == (Mode & OwnerMask);
            return new LockState(text, null, info.LastWriteTimeUtc, text.Length == 0 && isOurs);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
            return new LockState(string.Empty, null, info.LastWriteTimeUtc, false);
        }
    }
}
