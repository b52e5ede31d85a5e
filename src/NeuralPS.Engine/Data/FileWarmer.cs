namespace NeuralPS.Engine.Data;

/// <summary>
/// Reads the files of a training's rows from start to end into the system's cache, in the background, if they fit there: shuffled rows
/// are then found in memory, instead of being fetched from the disk one by one, which takes many times as long.
/// </summary>
internal sealed class FileWarmer : IDisposable
{
    // What is read at a time: enough that the disk is never idle.
    private const int ChunkLength = 1 << 20;

    // A view of fewer rows than this part of the files would leave most of what is read unused.
    private const int LeastPart = 4;

    private readonly RowFile[] _files;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    private FileWarmer(RowFile[] files)
    {
        _files = files;
        _thread = new Thread(Run) { IsBackground = true, Name = "NeuralPS file reader" };
        _thread.Start();
    }

    /// <summary>Begins; null if there is nothing to read or it would not stay in the cache.</summary>
    public static FileWarmer? Start(RowStore store) => Choose(store, CountFreeMemory()) is { Length: > 0 } files ? new FileWarmer(files) : null;

    /// <summary>The files to read: all that <paramref name="store"/> reads from, or none.</summary>
    internal static RowFile[] Choose(RowStore store, long freeMemory)
    {
        var rows = new List<FileRows>();
        store.FindFiles(rows);
        RowFile[] files = [.. rows.Select(part => part.File).Distinct()];
        bool isMostUsed = rows.Sum(part => (long)part.Count) <= (long)LeastPart * store.Count;
        return isMostUsed && files.Sum(file => file.Length) <= freeMemory ? files : [];
    }

    /// <summary>Ends reading.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    // What the system can use as a cache, with a quarter left for others. The limit of a container counts.
    private static long CountFreeMemory()
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return (memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes) / 4 * 3;
    }

    private void Run()
    {
        byte[] buffer = new byte[ChunkLength];
        foreach (RowFile file in _files)
        {
            try
            {
                file.ReadThrough(buffer, () => _isStopped);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // Reading its rows tells what is wrong, and which row it concerns.
            }
        }
    }
}
