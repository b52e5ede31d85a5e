namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>The files of one network's checkpoints in a folder.</summary>
internal sealed class CheckpointFolder
{
    // What the system says where another process has the lock: Windows, Linux, macOS.
    private static readonly int[] _lockedCodes = [32, 33, 11, 35];

    private readonly string _folder;
    private readonly string _prefix;

    /// <summary>Looks at a folder; it need not exist.</summary>
    public CheckpointFolder(string folder, string networkName)
    {
        _folder = Path.GetFullPath(folder);
        _prefix = CheckpointPosition.GetPrefix(networkName);
        if (File.Exists(_folder))
        {
            throw new EngineException("PathIsFile", $"'{folder}' is a file; name a folder for the checkpoints.");
        }
    }

    /// <summary>Whether there is such a folder.</summary>
    public bool Exists => Directory.Exists(_folder);

    /// <summary>The path of the checkpoint of a position.</summary>
    public string GetPath(CheckpointPosition position) => Path.Combine(_folder, position.GetFileName(_prefix));

    /// <summary>The checkpoints, the latest first.</summary>
    public List<CheckpointPosition> List() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFiles(_folder)
            .Select(path => CheckpointPosition.Parse(Path.GetFileName(path), _prefix))
            .OfType<CheckpointPosition>()
            .OrderDescending()];

    /// <summary>
    /// Makes the folder, keeps other trainings out of these checkpoints, and removes what a process that was killed left half written.
    /// </summary>
    /// <returns>The lock. The system takes it from a process that ends in whatever way.</returns>
    /// <exception cref="EngineException"><c>CheckpointsInUse</c>; <c>FileNotWritten</c>.</exception>
    public IDisposable Lock()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            string path = Path.Combine(_folder, $".{_prefix}.lock");
            var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            foreach (string temporary in Directory.EnumerateFiles(_folder, ".*.tmp").Where(IsTemporary))
            {
                File.Delete(temporary);
            }

            return held;
        }
        catch (IOException e) when (_lockedCodes.Contains(e.HResult & 0xFFFF))
        {
            throw new EngineException(
                "CheckpointsInUse",
                $"Another training writes checkpoints of a network '{_prefix}' to '{_folder}' now. Wait for it, or name another folder.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new EngineException("FileNotWritten", $"No checkpoints can be written to '{_folder}': {e.Message}", e);
        }
    }

    /// <summary>Removes a checkpoint that is not needed any more.</summary>
    /// <exception cref="EngineException"><c>FileNotWritten</c>: it cannot be removed.</exception>
    public void Remove(CheckpointPosition position)
    {
        try
        {
            File.Delete(GetPath(position));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException("FileNotWritten", $"The old checkpoint '{GetPath(position)}' could not be removed: {e.Message}", e);
        }
    }

    private bool IsTemporary(string path)
    {
        string name = Path.GetFileName(path);
        return CheckpointPosition.Parse(name[1..^".tmp".Length], _prefix) is not null;
    }
}
