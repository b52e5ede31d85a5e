using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Readers;

public sealed class CifarReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.bin")]
    [InlineData("a.bin.gz")]
    public void Planes_become_pixels(string name)
    {
        byte[] file = Make(1, 3, 7);
        file[1] = 255;
        file[1 + 1024] = 51;
        file[1 + 2048] = 102;
        Dataset dataset = DatasetReader.Read(_folder.Write(name, file));
        Assert.Equal(new Shape(32, 32, 3), dataset.InputShape);
        Assert.Equal([1, 0.2f, 0.4f, 0, 0, 0], dataset.Inputs.ToArray()[..6].Select(value => MathF.Round(value, 5)));
        Assert.Equal([3, 7], dataset.Labels!);
        Assert.Equal(10, dataset.ClassCount);
        Assert.Equal(255, CifarReader.Read(_folder.Write(name, file), new ReadOptions { RawPixels = true }).Inputs.ToArray()[0]);
        Assert.False(CifarReader.Read(_folder.Write(name, file), new ReadOptions { Kind = TargetKind.None }).HasLabels);
    }

    [Fact]
    public void Class_names_come_from_the_file_beside_it()
    {
        string path = _folder.Write("a.bin", Make(1, 0));
        _folder.Write("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], DatasetReader.Read(path).ClassNames);
        _folder.Write("batches.meta.txt", "a\nb\n");
        Assert.Equal("ClassNameCount", Assert.Throws<FileFormatException>(() => DatasetReader.Read(path)).ErrorId);
    }

    [Fact]
    public void Cifar_100_has_coarse_and_fine_labels()
    {
        byte[] file = Make(2, 5);
        file[0] = 19;
        file[1] = 99;
        string path = _folder.Write("train.bin", file);
        _folder.Write("fine_label_names.txt", string.Concat(Enumerable.Range(0, 100).Select(i => $"f{i}\n")));
        Dataset fine = DatasetReader.Read(path);
        Assert.Equal([99], fine.Labels!);
        Assert.Equal("f99", fine.ClassNames[99]);
        Dataset coarse = DatasetReader.Read(path, new ReadOptions { CoarseLabels = true });
        Assert.Equal([19], coarse.Labels!);
        Assert.Equal(20, coarse.ClassCount);
    }

    [Fact]
    public void A_black_picture_of_class_0_is_not_taken_for_idx()
    {
        byte[] file = Make(1, 0);
        file[2] = 8;
        file[3] = 1;
        Assert.Equal(new Shape(32, 32, 3), DatasetReader.Read(_folder.Write("a.bin", file)).InputShape);
    }

    [Fact]
    public void Incomplete_rows_and_labels_out_of_range_are_told()
    {
        byte[] file = Make(1, 1, 2);
        foreach (int length in new[] { 1, 2, 3072, 3074 + 3, 6145 })
        {
            FileFormatException error = Assert.Throws<FileFormatException>(() =>
                DatasetReader.Read(_folder.Write("a.bin", file[..length])));
            Assert.Equal("CifarLength", error.ErrorId);
            Assert.Contains($"{length} bytes", error.Message);
        }

        file[3073] = 10;
        FileFormatException label = Assert.Throws<FileFormatException>(() => DatasetReader.Read(_folder.Write("a.bin", file)));
        Assert.Equal("LabelOutOfRange", label.ErrorId);
        Assert.Contains("row 2", label.Message);
    }

    [Fact]
    public void Damaged_compressed_files_are_told()
    {
        byte[] file = Make(1, 1, 2);
        new Random(3).NextBytes(file.AsSpan(1, 3072));
        byte[] packed = TemporaryFolder.Compress(file);
        for (int length = 2; length < packed.Length; length += 61)
        {
            string path = _folder.WriteRaw("a.bin.gz", packed[..length]);
            Assert.IsType<FileFormatException>(Record.Exception(() => DatasetReader.Read(path)));
        }

        // The trailer claims 699,051 rows, which 1000 bytes cannot hold.
        byte[] claim = [.. packed[..1000], 0, 0, 0, 0, .. BitConverter.GetBytes(3073u * 699_051u)];
        string bomb = _folder.WriteRaw("b.bin.gz", claim);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("FileTruncated", Assert.Throws<FileFormatException>(() => DatasetReader.Read(bomb)).ErrorId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Random_files_end_in_an_error_of_the_engine()
    {
        var random = new Random(4);
        for (int i = 0; i < 50; i++)
        {
            byte[] bytes = new byte[i % 2 == 0 ? 3073 : random.Next(1, 5000)];
            random.NextBytes(bytes);
            string path = _folder.WriteRaw("random.bin", bytes);
            Exception? error = Record.Exception(() => DatasetReader.Read(path));
            Assert.True(error is EngineException || (error is null && bytes[0] < 10), error?.ToString());
        }
    }

    [Fact]
    public void Unknown_formats_list_the_known_ones()
    {
        DataException error = Assert.Throws<DataException>(() => DatasetReader.Read(_folder.WriteRaw("a.zip", [0x50, 0x4B, 3, 4, 0, 0])));
        Assert.Equal("FormatUnknown", error.ErrorId);
        Assert.Contains("IDX", error.Message);
        Assert.Contains("CIFAR", error.Message);
        Assert.Equal("FileNotFound", Assert.Throws<DataException>(() =>
            DatasetReader.Read(Path.Combine(_folder.Path, "x", "y.csv"))).ErrorId);
    }

    private static byte[] Make(int prefix, params byte[] labels)
    {
        byte[] file = new byte[labels.Length * (prefix + 3072)];
        for (int row = 0; row < labels.Length; row++)
        {
            file[row * (prefix + 3072)] = labels[row];
        }

        return file;
    }
}
