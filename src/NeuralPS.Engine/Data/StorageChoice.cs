namespace NeuralPS.Engine.Data;

/// <summary>Decides where the rows of a file are kept.</summary>
internal static class StorageChoice
{
    /// <summary>The most that rows take in memory without being asked for: 512 MB.</summary>
    public const long MaximumBytes = 512L << 20;

    /// <summary>Whether rows that take <paramref name="bytes"/> in memory stay on disk.</summary>
    public static bool IsOnDisk(DataStorage storage, long bytes) =>
        storage == DataStorage.Disk || (storage == DataStorage.Auto && bytes > MaximumBytes);
}
