using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Tests.Data.Readers;

namespace NeuralPS.Engine.Tests.Data;

/// <summary>Which files a training reads ahead.</summary>
public sealed class FileWarmerTests : IDisposable
{
    private const long Plenty = long.MaxValue;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_behind_any_view_is_read_if_much_of_it_is_used()
    {
        Dataset disk = Read("a", 100, DataStorage.Disk);
        AssertPaths(disk, Plenty, "a");
        AssertPaths(disk.Standardize(), Plenty, "a");
        AssertPaths(disk.Select([.. Enumerable.Range(0, 25)]), Plenty, "a");
        AssertPaths(disk.Select([.. Enumerable.Range(0, 24)]), Plenty);
        AssertPaths(Dataset.Concatenate([disk, Read("b", 50, DataStorage.Disk), disk]), Plenty, "a", "b");
        AssertPaths(Dataset.Concatenate([disk, Read("c", 300, DataStorage.Memory)]), Plenty, "a");
    }

    [Fact]
    public void Nothing_is_read_that_would_not_stay_in_the_cache()
    {
        Dataset disk = Read("a", 100, DataStorage.Disk);
        AssertPaths(disk, 16 + 400, "a");
        AssertPaths(disk, 16 + 399);
        AssertPaths(disk, -1);
    }

    [Fact]
    public void Rows_in_memory_need_no_reading()
    {
        Dataset memory = Read("a", 100, DataStorage.Memory);
        AssertPaths(memory, Plenty);
        Assert.Null(FileWarmer.Start(memory.Inputs));
    }

    [Fact]
    public void A_file_that_has_lost_its_name_disturbs_nobody()
    {
        Dataset disk = Read("a", 100, DataStorage.Disk);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(Path.Combine(_folder.Path, "a"));
        }

        using FileWarmer? warmer = FileWarmer.Start(disk.Inputs);
        disk.Inputs.CopyRow(99, new float[4]);
    }

    [Fact]
    public void Reading_through_ends_at_the_end_or_when_it_is_stopped()
    {
        Read("a", 100, DataStorage.Disk);
        RowFile file = RowFile.Open(Path.Combine(_folder.Path, "a"), 16);
        int asked = 0;
        file.ReadThrough(new byte[100], () => asked++ > 1000);
        Assert.Equal(5, asked);
        asked = 0;
        file.ReadThrough(new byte[100], () => ++asked == 3);
        Assert.Equal(3, asked);
        file.Dispose();
    }

    private static void AssertPaths(Dataset dataset, long freeMemory, params string[] names) =>
        Assert.Equal(names, FileWarmer.Choose(dataset.Inputs, freeMemory).Select(file => Path.GetFileName(file.Path)));

    private Dataset Read(string name, int rows, DataStorage storage)
    {
        byte[] pixels = new byte[rows * 4];
        new Random(rows).NextBytes(pixels);
        string path = _folder.Write(name, IdxFiles.Make(0x08, [rows, 2, 2], pixels));
        return DatasetReader.Read(path, new ReadOptions { Storage = storage });
    }
}
