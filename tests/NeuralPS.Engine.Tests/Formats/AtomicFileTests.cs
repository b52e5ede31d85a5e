using NeuralPS.Engine.Formats;

namespace NeuralPS.Engine.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("network.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_holds_what_was_written_and_nothing_else_stays()
    {
        AtomicFile.Write(Target, overwrite: false, s => s.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void An_existing_file_is_replaced_only_when_asked()
    {
        File.WriteAllText(Target, "old");
        var e = Assert.Throws<EngineException>(() => AtomicFile.Write(Target, overwrite: false, _ => Assert.Fail("wrote")));
        Assert.Equal("FileExists", e.ErrorId);
        Assert.Contains("-Force", e.Message);
        Assert.Contains(Target, e.Message);
        Assert.Equal("old", File.ReadAllText(Target));

        AtomicFile.Write(Target, overwrite: true, s => s.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void A_file_that_appears_meanwhile_is_not_replaced()
    {
        var e = Assert.Throws<EngineException>(() => AtomicFile.Write(Target, overwrite: false, _ => File.WriteAllText(Target, "other")));
        Assert.Equal("FileExists", e.ErrorId);
        Assert.Equal("other", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(Target, overwrite: true, s =>
        {
            s.Write(new byte[100_000]);
            throw new OperationCanceledException();
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void While_it_is_written_the_old_file_is_there_in_full()
    {
        File.WriteAllText(Target, "old");
        AtomicFile.Write(Target, overwrite: true, s =>
        {
            s.Write("new"u8);
            s.Flush();
            Assert.Equal("old", File.ReadAllText(Target));
        });
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Fact]
    public void A_full_disk_is_reported_with_the_path_and_leaves_the_old_file()
    {
        File.WriteAllText(Target, "old");
        var e = Assert.Throws<EngineException>(() => AtomicFile.Write(Target, overwrite: true, s =>
        {
            s.Write(new byte[10]);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("FileNotWritten", e.ErrorId);
        Assert.Contains(Target, e.Message);
        Assert.Contains("No space left", e.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_device_that_is_full_is_reported_and_stays_a_device()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var e = Assert.Throws<EngineException>(() => AtomicFile.Write("/dev/full", overwrite: true, s => s.Write(new byte[10])));
        Assert.Equal("FileNotWritten", e.ErrorId);
        Assert.Contains("/dev/full", e.Message);
        AtomicFile.Write("/dev/null", overwrite: true, s => s.Write(new byte[10]));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void Folders_and_missing_folders_are_named()
    {
        var e = Assert.Throws<EngineException>(() => AtomicFile.Write(_folder.Path, overwrite: true, _ => { }));
        Assert.Equal("PathIsFolder", e.ErrorId);

        string missing = Path.Combine(_folder.Path, "no", "file.bin");
        e = Assert.Throws<EngineException>(() => AtomicFile.Write(missing, overwrite: true, _ => { }));
        Assert.Equal("FolderNotFound", e.ErrorId);
        Assert.Contains(missing, e.Message);

        e = Assert.Throws<EngineException>(() => AtomicFile.Write(_folder.File("new/"), overwrite: true, _ => { }));
        Assert.Equal("FolderNotFound", e.ErrorId);
    }

    [Fact]
    public void Permissions_of_the_old_file_and_links_to_it_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, mode);
        string link = _folder.File("link");
        File.CreateSymbolicLink(link, "network.bin");

        AtomicFile.Write(link, overwrite: true, s => s.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(mode, File.GetUnixFileMode(Target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }
}
