using System.Text;
using NeuralPS.Sweeps.Journals;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class RepairTests : IDisposable
{
    private readonly TemporaryJournal _temporary = new();

    public RepairTests()
    {
        using Journal journal = _temporary.Open();
        Study study = JournalWorker.OpenStudy(journal);
        journal.Transact(t => t.CreateTrial(study));
        journal.Transact(t => t.CreateTrial(study));
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Wherever_the_last_line_is_torn_the_journal_opens_and_goes_on()
    {
        byte[] whole = File.ReadAllBytes(_temporary.Path);
        int last = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (int length = last; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_temporary.Path, whole[..length]);
            using Journal journal = _temporary.Open();
            bool isKept = length == whole.Length - 1;
            int trials = length >= whole.Length - 1 ? 2 : 1;
            string text = Encoding.UTF8.GetString(whole[last..length]);
            JournalRepair expected = new(_temporary.Path, 3, length - last, text, isKept);
            Assert.Equal(length == last || length == whole.Length ? null : expected, journal.Repair);
            Study study = journal.FindStudy("work")!;
            Assert.Equal(trials, study.Trials.Count);
            Assert.Equal(trials, journal.Transact(t => t.CreateTrial(study), flush: false).Number);
            using Journal again = Journal.OpenRead(_temporary.Path);
            Assert.Equal(trials + 1, again.FindStudy("work")!.Trials.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"op_code\": 4, ")]
    public void Bytes_of_zero_after_a_power_cut_are_cut_off(string before)
    {
        long length = new FileInfo(_temporary.Path).Length;
        File.AppendAllText(_temporary.Path, before + new string('\0', 5000));
        using Journal reader = Journal.OpenRead(_temporary.Path);
        Assert.Equal(2, reader.Studies[0].Trials.Count);
        using Journal journal = _temporary.Open();
        Assert.Equal(new JournalRepair(_temporary.Path, 4, before.Length + 5000, before, false), journal.Repair);
        Assert.Equal(length, new FileInfo(_temporary.Path).Length);
        Assert.Contains("line 4", journal.Repair!.ToString());
    }

    [Fact]
    public void A_line_that_is_torn_while_the_journal_is_open_is_repaired_before_writing()
    {
        using Journal journal = _temporary.Open();
        File.AppendAllText(_temporary.Path, "{\"op_code\": 4, \"wor");
        journal.Synchronize();
        Assert.Null(journal.Repair);
        journal.Transact(t => t.CreateTrial(journal.Studies[0]));
        Assert.Equal("{\"op_code\": 4, \"wor", journal.Repair!.Text);
        Assert.Equal(3, journal.Studies[0].Trials.Count);
        Assert.All(_temporary.Lines, line => Assert.EndsWith("}", line));
    }

    [Fact]
    public void A_file_that_others_truncate_replace_or_delete_is_not_written()
    {
        using Journal journal = _temporary.Open();
        byte[] whole = File.ReadAllBytes(_temporary.Path);
        File.WriteAllBytes(_temporary.Path, whole[..^100]);
        Fails("JournalReplaced");
        byte[] other = [.. whole[..^10], .. "0123456789{\n"u8];
        File.WriteAllBytes(_temporary.Path, other);
        Fails("JournalReplaced");
        Assert.Equal(other, File.ReadAllBytes(_temporary.Path));
        File.Delete(_temporary.Path);
        Fails("JournalNotFound");
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder));

        void Fails(string errorId)
        {
            Assert.Equal(errorId, Assert.Throws<JournalException>(journal.Synchronize).ErrorId);
            JournalException thrown = Assert.Throws<JournalException>(() => journal.Transact(t => t.CreateTrial(journal.Studies[0])));
            Assert.Equal(errorId, thrown.ErrorId);
        }
    }

    [Fact]
    public void Files_that_cannot_be_journals_are_refused_by_name()
    {
        Assert.Equal("JournalNotFound", Assert.Throws<JournalException>(() => Journal.OpenRead(_temporary.Path + "x")).ErrorId);
        string noFolder = Path.Combine(_temporary.Folder, "no", "j");
        Assert.Equal("JournalFolderNotFound", Assert.Throws<JournalException>(() => Journal.Open(noFolder)).ErrorId);
        Assert.Equal("JournalUnreadable", Assert.Throws<JournalException>(() => Journal.Open(_temporary.Folder)).ErrorId);
        Assert.Equal("JournalUnreadable", Assert.Throws<JournalException>(() => Journal.OpenRead(_temporary.Folder)).ErrorId);
        using Journal reader = Journal.OpenRead(_temporary.Path);
        Assert.Equal("JournalReadOnly", Assert.Throws<JournalException>(() => reader.Transact(t => 0)).ErrorId);
        Assert.Equal([_temporary.Path], Directory.GetFileSystemEntries(_temporary.Folder));
    }

    [Fact]
    public void A_relative_path_stays_the_same_file()
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _temporary.Path);
        using Journal journal = Journal.Open(relative);
        Assert.Equal(_temporary.Path, journal.Path);
    }
}
