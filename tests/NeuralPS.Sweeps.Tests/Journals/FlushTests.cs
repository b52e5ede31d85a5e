using NeuralPS.Sweeps.Journals;

namespace NeuralPS.Sweeps.Tests.Journals;

/// <summary>Waiting for the disk after the lock is free.</summary>
public sealed class FlushTests : IDisposable
{
    private readonly TemporaryJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public void Somebody_who_has_the_file_for_a_moment_is_waited_for()
    {
        File.WriteAllText(_journal.Path, "");
        FileStream other = new(_journal.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Thread backup = new(() =>
        {
            Thread.Sleep(30);
            other.Dispose();
        });
        backup.Start();
        new JournalFile(_journal.Path).Flush();
        backup.Join();
    }

    [Fact]
    public void What_is_written_but_not_certain_to_be_on_the_disk_is_told_as_that()
    {
        File.WriteAllText(_journal.Path, "");
        using (new FileStream(_journal.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            AssertNotFlushed();
        }

        File.Delete(_journal.Path);
        AssertNotFlushed();

        void AssertNotFlushed()
        {
            JournalException e = Assert.Throws<JournalException>(new JournalFile(_journal.Path).Flush);
            Assert.Equal("JournalNotFlushed", e.ErrorId);
            Assert.Contains(_journal.Path, e.Message, StringComparison.Ordinal);
            Assert.Contains("need not be written again", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_disk_did_not_take_is_told_to_everybody_who_waits_for_it()
    {
        JournalFlush flush = new(new JournalFile(_journal.Path));
        flush.WaitFor(0);
        flush.OnWritten(20);
        Assert.Throws<JournalException>(() => flush.WaitFor(10));

        // The system would say now that all is well.
        File.WriteAllText(_journal.Path, "");
        Assert.Equal("JournalNotFlushed", Assert.Throws<JournalException>(() => flush.WaitFor(20)).ErrorId);
        flush.OnWritten(30);
        flush.WaitFor(30);
    }
}
