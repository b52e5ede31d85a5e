using System.Diagnostics;
using System.Text;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// The lock of a journal among processes and machines: a file beside it that only one can create, as Optuna does it. One thread at a
/// time. A lock whose process died on this machine is broken at once, any other after it did not change for a while.
/// </summary>
internal sealed class JournalLock
{
    private const int FileExistsOnUnix = 17;
    private const int FileExistsOnWindows = unchecked((int)0x80070050);

    private static readonly FileStreamOptions _options = CreateOptions();
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(50);

    private readonly string _journal;
    private readonly string _path;
    private readonly JournalLockTimes _times;
    private string? _owner;

    public JournalLock(string journal, JournalLockTimes times)
    {
        _journal = journal;
        _path = journal + ".lock";
        _times = times;
    }

    /// <summary>Waits until the lock is ours.</summary>
    /// <exception cref="JournalException">JournalLocked, JournalReadOnly.</exception>
    public void Acquire()
    {
        long began = Stopwatch.GetTimestamp();
        long changed = began;
        LockState? last = null;
        TimeSpan pause = TimeSpan.FromMilliseconds(1);
        while (!TryCreate())
        {
            LockState? now = LockState.Read(_path);
            if (now != last)
            {
                changed = Stopwatch.GetTimestamp();
                last = now;
            }

            TimeSpan patience = now?.IsUnfinished == true ? _times.Unfinished : _times.Stale;
            if (now is not null && (LockOwner.IsDead(now.Text) || Stopwatch.GetElapsedTime(changed) > patience))
            {
                Break(now);
                continue;
            }

            if (Stopwatch.GetElapsedTime(began) > _times.Timeout)
            {
                throw Locked(now);
            }

            // Who has waited long begins again with short pauses, so that late-comers have no advantage.
            Thread.Sleep(pause * (0.5 + (0.5 * Random.Shared.NextDouble())));
            pause = pause >= _longestPause ? TimeSpan.FromMilliseconds(1) : pause * 2;
        }
    }

    /// <summary>Makes sure, just before writing, that nobody took the lock away because this process slept for too long.</summary>
    /// <exception cref="JournalException">JournalLockLost.</exception>
    public void CheckHeld()
    {
        if (LockState.Read(_path)?.Text != _owner)
        {
            throw new JournalException(
                "JournalLockLost",
                $"This process held the lock of the journal '{_journal}' for more than {_times.Stale.TotalSeconds} s, and another took it "
                + "over. Nothing was written; try again.");
        }
    }

    /// <summary>Gives the lock back. Renaming first lets it vanish at one moment on NFS too.</summary>
    public void Release()
    {
        if (_owner is not null && LockState.Read(_path)?.Text == _owner)
        {
            Remove();
        }

        _owner = null;
    }

    /// <summary>Deletes renamed locks whose owners were killed just before they could do so.</summary>
    public void CleanUp()
    {
        foreach (string renamed in Directory.EnumerateFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + "*.rename"))
        {
            if (LockState.Read(renamed) is LockState state && LockOwner.IsDead(state.Text))
            {
                File.Delete(renamed);
            }
        }
    }

    private static FileStreamOptions CreateOptions()
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = LockState.Mode;
        }

        return options;
    }

    private bool TryCreate()
    {
        string owner = LockOwner.Describe();
        try
        {
            using FileStream file = new(_path, _options);
            _owner = string.Empty;
            file.Write(Encoding.UTF8.GetBytes(owner));
            _owner = owner;
            return true;
        }
        catch (DirectoryNotFoundException e)
        {
            throw new JournalException("JournalNotFound", $"The folder of the journal '{_journal}' is gone.", e);
        }
        catch (IOException e) when (e.HResult is FileExistsOnUnix or FileExistsOnWindows)
        {
            return false;
        }
        catch (IOException e)
        {
            // The disk is full: the lock may be there without its text.
            Release();
            throw JournalErrors.WriteFailed(_journal, e);
        }
        catch (UnauthorizedAccessException) when (OperatingSystem.IsWindows() && File.Exists(_path))
        {
            // Just being deleted.
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw JournalErrors.NoAccess(_journal, FileAccess.ReadWrite, e);
        }
    }

    // Two who find the same dead lock must not both remove it: the second would remove the new lock of the first. So breaking has a lock.
    private void Break(LockState dead)
    {
        JournalLock guard = new(_path + ".break", _times);
        guard.Acquire();
        try
        {
            if (LockState.Read(_path) == dead)
            {
                Remove();
            }
        }
        finally
        {
            guard.Release();
        }
    }

    private void Remove()
    {
        string renamed = $"{_path}{Guid.NewGuid()}.rename";
        try
        {
            File.Move(_path, renamed);
            File.Delete(renamed);
        }
        catch (FileNotFoundException)
        {
            // Somebody broke it.
        }
    }

    private JournalException Locked(LockState? state) => new(
        "JournalLocked",
        $"The journal '{_journal}' was locked by others for {_times.Timeout.TotalSeconds} s, last by "
        + $"{LockOwner.ToReadable(state?.Text ?? string.Empty)}. If nothing uses it any more, delete '{_path}'.");
}
