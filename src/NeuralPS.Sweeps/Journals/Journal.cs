using Microsoft.Win32.SafeHandles;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// A file of studies and trials to which any number of processes and threads append, on local disks and on NFS, in the format of Optuna:
/// Optuna reads it, and writes to it, at the same time. One object for each process and file; it may be used by all threads.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int Attempts = 3;

    private readonly Lock _gate = new();
    private readonly Replay _replay = new();
    private readonly JournalFile _file;
    private readonly JournalFlush _flush;
    private readonly JournalLock? _lock;
    private readonly string _worker = Guid.NewGuid().ToString();
    private bool _isInTransaction;
    private bool _isDisposed;

    private Journal(string path, JournalLock? fileLock)
    {
        Path = path;
        _file = new JournalFile(path);
        _flush = new JournalFlush(_file);
        _lock = fileLock;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether it was opened by <see cref="OpenRead"/>.</summary>
    public bool IsReadOnly => _lock is null;

    /// <summary>What was done last about an incomplete line at the end of the file; null if nothing.</summary>
    public JournalRepair? Repair { get; private set; }

    /// <summary>The studies as last read, without the deleted ones, by their ids.</summary>
    public IReadOnlyList<Study> Studies => _replay.Studies;

    /// <summary>Opens a journal, creates it if there is none, reads it, and repairs its end if a writer was killed.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="JournalException">
    /// JournalFolderNotFound, JournalReadOnly, JournalUnreadable, JournalLocked, or JournalDamaged, which names the line.
    /// </exception>
    public static Journal Open(string path) => Open(path, JournalLockTimes.Default);

    /// <summary>Opens a journal for reading only: nothing is created, locked or repaired.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="JournalException">JournalNotFound, JournalUnreadable, or JournalDamaged, which names the line.</exception>
    public static Journal OpenRead(string path)
    {
        Journal journal = new(System.IO.Path.GetFullPath(path), null);
        journal.Synchronize();
        return journal;
    }

    /// <summary>The study of this name, as last read; null if there is none.</summary>
    public Study? FindStudy(string name) => Studies.FirstOrDefault(study => study.Name == name);

    /// <summary>Reads what was appended since, by any process.</summary>
    /// <exception cref="JournalException">
    /// JournalNotFound, JournalUnreadable, JournalReplaced, or JournalDamaged, which names the line.
    /// </exception>
    public void Synchronize()
    {
        lock (_gate)
        {
            CheckUsable();
            if (!_isInTransaction)
            {
                ReadWithoutLock();
            }
        }
    }

    /// <summary>Runs a body while no other thread of the process changes what was read; other processes may write on meanwhile.</summary>
    /// <typeparam name="T">What the body returns.</typeparam>
    /// <param name="body">Reads studies and trials.</param>
    public T Read<T>(Func<T> body)
    {
        lock (_gate)
        {
            return body();
        }
    }

    /// <summary>
    /// Locks the journal for all other processes and threads, reads what they wrote, runs the body, writes its records in one go, and
    /// applies them. If the body throws, nothing is written.
    /// </summary>
    /// <typeparam name="T">What the body returns.</typeparam>
    /// <param name="body">Short work: everybody else waits for it.</param>
    /// <param name="flush">
    /// Whether to wait until the records are on the disk, safe from a power cut. A process that is killed loses nothing either way.
    /// A body that finds more to say than was expected asks for it by <see cref="JournalTransaction.RequireFlush"/>.
    /// </param>
    /// <exception cref="JournalException">
    /// JournalReadOnly, JournalLocked, JournalWriteFailed, JournalNotFlushed, JournalNotFound, JournalUnreadable, JournalReplaced or
    /// JournalDamaged.
    /// </exception>
    public T Transact<T>(Func<JournalTransaction, T> body, bool flush = true)
    {
        T result;
        long end;
        lock (_gate)
        {
            CheckUsable();
            if (_isInTransaction)
            {
                throw new InvalidOperationException("A transaction cannot begin inside another one. Use that one.");
            }

            if (_lock is null)
            {
                throw new JournalException("JournalReadOnly", $"The journal '{Path}' was opened for reading only.");
            }

            _lock.Acquire();
            try
            {
                _isInTransaction = true;
                (result, bool isFlushDue) = TransactLocked(_lock, body, flush);
                end = isFlushDue ? _file.Position : 0;
                _flush.OnWritten(_file.Position);
            }
            finally
            {
                _isInTransaction = false;
                _lock.Release();
            }
        }

        _flush.WaitFor(end);
        return result;
    }

    /// <summary>Ends the use of the journal. Studies and trials can still be looked at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }

    internal static Journal Open(string path, JournalLockTimes times)
    {
        path = System.IO.Path.GetFullPath(path);
        string folder = System.IO.Path.GetDirectoryName(path) ?? path;
        if (!Directory.Exists(folder))
        {
            throw new JournalException(
                "JournalFolderNotFound",
                $"The folder '{folder}' of the journal does not exist. Create it, or choose another path.");
        }

        if (Directory.Exists(path))
        {
            throw new JournalException(
                "JournalUnreadable",
                $"'{path}' is a folder. Name a file for the journal, such as '{System.IO.Path.Combine(path, "sweep.journal")}'.");
        }

        try
        {
            File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (UnauthorizedAccessException e)
        {
            throw JournalErrors.NoAccess(path, FileAccess.ReadWrite, e);
        }
        catch (IOException e)
        {
            throw new JournalException("JournalUnreadable", $"The journal '{path}' cannot be opened. {e.Message}", e);
        }

        JournalLock fileLock = new(path, times);
        Journal journal = new(path, fileLock);
        journal.Transact(_ => true);
        fileLock.CleanUp();
        return journal;
    }

    private (T Result, bool IsFlushDue) TransactLocked<T>(JournalLock held, Func<JournalTransaction, T> body, bool flush)
    {
        using SafeFileHandle file = _file.Open(FileAccess.ReadWrite);
        ReadOnlySpan<byte> torn = _file.ReadOn(file, _replay);
        if (!torn.IsEmpty)
        {
            Repair = _file.Repair(file, torn, _replay);
        }

        RecordWriter writer = new(_worker);
        PendingChanges pending = new(_replay);
        JournalTransaction transaction = new(pending, writer);
        T result;
        try
        {
            result = body(transaction);
        }
        finally
        {
            pending.End();
        }

        if (!writer.IsEmpty)
        {
            held.CheckHeld();
            try
            {
                _replay.Expect(pending.Studies, pending.Trials);
                _file.Append(file, writer.ToBytes(), _replay);
            }
            finally
            {
                _replay.Expect([], []);
            }
        }

        return (result, !writer.IsEmpty && (flush || transaction.IsFlushRequired));
    }

    // On NFS a line may appear before all of its bytes do. While nobody writes, or a little later, it shows whether it is whole.
    private void ReadWithoutLock()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                ReadOn();
                return;
            }
            catch (JournalException e) when (e.ErrorId == "JournalDamaged" && attempt < Attempts)
            {
                if (_lock is not null)
                {
                    break;
                }

                Thread.Sleep(20);
            }
        }

        _lock.Acquire();
        try
        {
            ReadOn();
        }
        finally
        {
            _lock.Release();
        }
    }

    private void ReadOn()
    {
        using SafeFileHandle file = _file.Open(FileAccess.Read);
        _file.ReadOn(file, _replay);
    }

    private void CheckUsable() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
