using NeuralPS.Sweeps.Journals;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class LockTests : IDisposable
{
    private static readonly JournalLockTimes _patient = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(0.5));
    private static readonly JournalLockTimes _brisk = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2));
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private string LockPath => _temporary.Path + ".lock";

    [Fact]
    public async Task Who_waits_gets_the_lock_when_it_is_released()
    {
        JournalLock one = new(_temporary.Path, _patient);
        JournalLock other = new(_temporary.Path, JournalLockTimes.Default);
        one.Acquire();
        Task waiting = Task.Run(other.Acquire);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(100)));
        one.CheckHeld();
        one.Release();
        await waiting;
        other.CheckHeld();
        Assert.Equal("JournalLockLost", Assert.Throws<JournalException>(one.CheckHeld).ErrorId);
        one.Release();
        other.CheckHeld();
        other.Release();
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder));
    }

    [Fact]
    public void Waiting_ends_with_an_error_that_names_the_owner()
    {
        JournalLock one = new(_temporary.Path, _patient);
        one.Acquire();
        JournalException thrown = Assert.Throws<JournalException>(() => Journal.Open(_temporary.Path, _patient));
        Assert.Equal("JournalLocked", thrown.ErrorId);
        Assert.Contains($"process {Environment.ProcessId} on '{Environment.MachineName}'", thrown.Message);
        Assert.Contains(LockPath, thrown.Message);
        one.CheckHeld();
    }

    [Fact]
    public void A_lock_of_a_dead_process_of_this_machine_is_broken_at_once()
    {
        string[] own = LockOwner.Describe().Split('\n');
        string[] dead =
        [
            string.Join('\n', own[0], own[1], $"{int.MaxValue} 12345", own[3], string.Empty),
            string.Join('\n', own[0], own[1], $"{Environment.ProcessId} 1", own[3], string.Empty),
        ];
        foreach (string text in dead)
        {
            File.WriteAllText(LockPath, text);
            JournalLock next = new(_temporary.Path, _patient);
            next.Acquire();
            next.CheckHeld();
            next.Release();
            File.WriteAllText($"{LockPath}{Guid.NewGuid()}.rename", text);
            next.CleanUp();
            Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("another machine")]
    [InlineData("link")]
    public void A_lock_of_which_nothing_is_known_is_broken_when_it_is_old(string kind)
    {
        string[] own = LockOwner.Describe().Split('\n');
        switch (kind)
        {
            case "link" when !OperatingSystem.IsWindows():
                File.CreateSymbolicLink(LockPath, _temporary.Path);
                break;
            case "another machine":
                File.WriteAllText(LockPath, string.Join('\n', own[0], "elsewhere " + own[1], own[2], own[3], string.Empty));
                break;
            default:
                File.WriteAllText(LockPath, string.Empty);
                break;
        }

        Assert.Throws<JournalException>(new JournalLock(_temporary.Path, _patient).Acquire);
        JournalLock next = new(_temporary.Path, _brisk);
        next.Acquire();
        next.CheckHeld();
        next.Release();
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder));
    }

    [Fact]
    public void A_lock_whose_owner_was_killed_before_it_gave_its_name_is_broken_soon()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        JournalLock killed = new(_temporary.Path, _patient);
        killed.Acquire();
        UnixFileMode mode = File.GetUnixFileMode(LockPath);
        killed.Release();
        using (new FileStream(LockPath, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            Assert.Throws<JournalException>(new JournalLock(_temporary.Path, _patient).Acquire);
            JournalLock next = new(_temporary.Path, _patient with { Unfinished = TimeSpan.FromSeconds(0.2) });
            next.Acquire();
            next.CheckHeld();
            next.Release();
        }
    }

    [Fact]
    public async Task Many_who_find_a_dead_lock_never_hold_it_together()
    {
        string[] own = LockOwner.Describe().Split('\n');
        int holders = 0;
        int most = 0;
        for (int round = 0; round < 20; round++)
        {
            string[] dead = [own[0], own[1], $"{Environment.ProcessId} {round}", Guid.NewGuid().ToString("N"), string.Empty];
            File.WriteAllText(LockPath, string.Join('\n', dead));
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Hold)));
        }

        Assert.Equal(1, most);
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder));

        void Hold()
        {
            JournalLock held = new(_temporary.Path, JournalLockTimes.Default);
            held.Acquire();
            most = Math.Max(most, Interlocked.Increment(ref holders));
            Thread.Yield();
            held.CheckHeld();
            Interlocked.Decrement(ref holders);
            held.Release();
        }
    }

    [Fact]
    public void A_transaction_that_slept_until_its_lock_was_broken_writes_nothing()
    {
        using Journal journal = _temporary.Open();
        JournalException thrown = Assert.Throws<JournalException>(() => journal.Transact(t =>
        {
            File.Delete(LockPath);
            return t.CreateStudy("late", NeuralPS.Sweeps.Trials.Direction.Minimize);
        }));
        Assert.Equal("JournalLockLost", thrown.ErrorId);
        Assert.Empty(_temporary.Lines);
        Assert.Equal(0, JournalWorker.OpenStudy(journal).Id);
    }
}
