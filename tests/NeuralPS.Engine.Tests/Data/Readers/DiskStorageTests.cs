using System.Buffers.Binary;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Training;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Data.Readers;

/// <summary>Rows that stay in their file.</summary>
public sealed class DiskStorageTests : IDisposable
{
    private const int Rows = 300;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Files =>
        ["bytes", "sbytes", "shorts", "ints", "floats", "doubles", "large", "cifar10", "cifar100", "bytes.gz", "floats.gz", "cifar10.gz"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Values_and_labels_are_those_of_memory(string kind)
    {
        (Dataset memory, Dataset disk) = ReadBoth(kind);
        Assert.True(disk.Inputs.IsOnDisk);
        Assert.False(memory.Inputs.IsOnDisk);
        Assert.Equal(memory.InputShape, disk.InputShape);
        Assert.Equal(memory.Inputs.ToArray(), disk.Inputs.ToArray());
        Assert.Equal(memory.Labels!, disk.Labels!);
        Assert.Equal(memory.ClassNames, disk.ClassNames);
        Assert.Equal(ContentHash.Describe(memory), ContentHash.Describe(disk));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_that_follow_one_another_are_read_together(string kind)
    {
        (Dataset memory, Dataset disk) = ReadBoth(kind);
        float[] all = memory.Inputs.ToArray();
        int length = memory.InputShape.Length;
        foreach (RowStore rows in new[] { disk.Inputs, memory.Inputs, Dataset.Concatenate([disk, memory]).Inputs })
        {
            foreach ((int first, int count) in new[] { (0, 1), (0, 8), (5, 7), (Rows - 3, 3), (Rows - 1, 1), (0, Rows) })
            {
                float[] copy = new float[(count * length) + 1];
                rows.CopyRows(first, count, copy);
                Assert.Equal(all[(first * length)..((first + count) * length)], copy[..^1]);
                Assert.Equal(0, copy[^1]);
            }
        }

        float[] standard = new float[4 * length];
        disk.Standardize().Inputs.CopyRows(3, 4, standard);
        Assert.Equal(memory.Standardize().Inputs.ToArray()[(3 * length)..(7 * length)], standard);
        Assert.Throws<ArgumentOutOfRangeException>(() => disk.Inputs.CopyRows(Rows - 1, 2, new float[2 * length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => disk.Inputs.CopyRows(-1, 1, new float[length]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Views_and_transforms_read_the_file(string kind)
    {
        (Dataset memory, Dataset disk) = ReadBoth(kind);
        AssertSame(dataset => dataset.Reshape(new Shape(dataset.InputShape.Length)));
        AssertSame(dataset => dataset.Select([7, 7, Rows - 1, 0]));
        AssertSame(dataset => dataset.Standardize());
        AssertSame(dataset => dataset.Scale(-1, 1));
        AssertSame(dataset => dataset.Like(memory.Standardize()));
        AssertSame(dataset => DatasetSplitter.Split(dataset, [0.8], stratify: true, seed: 3)[0]);
        AssertSame(dataset => Dataset.Concatenate([dataset, memory]));

        void AssertSame(Func<Dataset, Dataset> change)
        {
            Dataset changed = change(disk);
            Assert.True(changed.Inputs.IsOnDisk);
            Assert.Equal(change(memory).Inputs.ToArray(), changed.Inputs.ToArray());
        }
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("cifar10")]
    public void A_training_in_order_gives_the_bits_of_memory(string kind)
    {
        (Dataset memory, Dataset disk) = ReadBoth(kind);
        TrainingOptions options = TrainingFixture.Options(2, threads: 2) with { Shuffle = false };
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(MakeNetwork(memory), memory, options), TrainingFixture.Train(MakeNetwork(disk), disk, options));
    }

    [Theory]
    [InlineData("bytes", 1)]
    [InlineData("bytes", 4)]
    [InlineData("floats", 4)]
    [InlineData("cifar10", 1)]
    [InlineData("cifar10", 4)]
    [InlineData("bytes.gz", 4)]
    public void A_shuffled_training_gives_the_bits_of_memory(string kind, int threads)
    {
        (Dataset memory, Dataset disk) = ReadBoth(kind);
        Network network = MakeNetwork(memory);
        Network expected = TrainingFixture.Train(network, memory, TrainingFixture.Options(2, threads: 1));
        Network actual = TrainingFixture.Train(network, disk, TrainingFixture.Options(2, threads: threads));
        TrainingFixture.AssertSameBits(expected, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_file_that_is_cut_off_while_a_training_reads_it_is_told_by_file_and_row(int threads)
    {
        string path = Write("bytes");
        Dataset disk = Read(path, DataStorage.Disk);
        var observer = new TrainingObserver { OnEpoch = _ => Cut(path, 16 + (100 * 42) + 5) };
        DataException error = Assert.Throws<DataException>(() =>
            Trainer.Train(MakeNetwork(disk), disk, TrainingFixture.Options(3, threads: threads), observer));
        Assert.Equal("FileTruncated", error.ErrorId);
        Assert.Contains(path, error.Message);
        Assert.Matches("row [0-9]+:", error.Message);
        Assert.Contains("row 101:", Assert.Throws<DataException>(() => disk.Inputs.CopyRow(100, new float[42])).Message);
        disk.Inputs.CopyRow(99, new float[42]);
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("cifar10")]
    [InlineData("floats")]
    public void Reading_a_row_allocates_nothing(string kind)
    {
        (_, Dataset disk) = ReadBoth(kind);
        float[] row = new float[disk.InputShape.Length];
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int j = 0; j < Rows; j++)
            {
                disk.Inputs.CopyRow(j, row);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData(DataStorage.Auto, 512L << 20, false)]
    [InlineData(DataStorage.Auto, (512L << 20) + 1, true)]
    [InlineData(DataStorage.Memory, 1L << 40, false)]
    [InlineData(DataStorage.Disk, 1, true)]
    public void More_than_512_megabytes_stay_on_disk(DataStorage storage, long bytes, bool expected) =>
        Assert.Equal(expected, StorageChoice.IsOnDisk(storage, bytes));

    [Fact]
    public void A_file_larger_than_an_array_is_read_in_little_memory()
    {
        // Three gigabytes that take no space: a file with a hole.
        const int Count = 750_000;
        const int Length = 4096;
        string path = _folder.Write("sparse", IdxFiles.Make(0x08, [Count, 64, 64]));
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(16 + ((long)Count * Length) - 1);
            file.Seek(0, SeekOrigin.End);
            file.WriteByte(255);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Dataset dataset = DatasetReader.Read(path);
        Assert.True(dataset.Inputs.IsOnDisk);
        float[] row = new float[Length];
        dataset.Inputs.CopyRow(Count - 1, row);
        Assert.Equal(1, row[^1]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.Equal("FileTooLarge", Assert.Throws<FileFormatException>(() => Read(path, DataStorage.Memory)).ErrorId);
        Dataset part = dataset.Select([.. Enumerable.Range(0, 2000).Select(i => i * 375)]);
        Assert.Equal(0, part.Standardize().Schema.Transforms[0].Center[0]);
        Assert.InRange(ContentHash.GetStep(Count, Length), 2, Count / 1000);
        Assert.Equal(1, ContentHash.GetStep(60_000, 784));
    }

    [Fact]
    public void Damaged_files_are_told_as_in_memory()
    {
        byte[] nan = IdxFiles.Make(0x0D, [2, 1], 0, 0, 0, 0, 0x7F, 0xC0, 0, 0);
        DataException error = Assert.Throws<DataException>(() => Read(_folder.Write("nan", nan), DataStorage.Disk));
        Assert.Equal("ValueNotFinite", error.ErrorId);
        Assert.Contains("Row 2", error.Message);
        byte[] whole = IdxFiles.Make(0x08, [2, 2, 3], new byte[12]);
        foreach (string name in new[] { "x", "x.gz" })
        {
            Assert.Equal("FileTruncated", Fails(_folder.Write(name, whole[..^1])));
            Assert.Equal("FileOversized", Fails(_folder.Write(name, [.. whole, 0])));
        }

        byte[] packed = TemporaryFolder.Compress(whole);
        for (int length = 18; length < packed.Length; length++)
        {
            Fails(_folder.WriteRaw("x.gz", packed[..length]));
        }

        Assert.Equal("CifarLength", Fails(_folder.Write("a.bin", new byte[3072])));
        Assert.Equal("LabelOutOfRange", Fails(_folder.Write("a.bin", [10, .. new byte[3072]])));
        Assert.Equal("OptionsConflict", Assert.Throws<DataException>(() =>
            Read(_folder.Write("a.png", [0x89, (byte)'P', (byte)'N', (byte)'G']), DataStorage.Disk)).ErrorId);

        string Fails(string path) => Assert.Throws<FileFormatException>(() => Read(path, DataStorage.Disk)).ErrorId;
    }

    private static Dataset Read(string path, DataStorage storage) => DatasetReader.Read(path, new ReadOptions { Storage = storage });

    private static void Cut(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.SetLength(length);
    }

    private static Network MakeNetwork(Dataset dataset) => Network.Create(dataset.InputShape)
        .Add(new FlattenLayer())
        .Add(new DenseLayer(8) { Activation = ReLUActivation.Instance })
        .Add(new DenseLayer(dataset.ClassCount) { Activation = SoftmaxActivation.Instance });

    private (Dataset Memory, Dataset Disk) ReadBoth(string kind)
    {
        string path = Write(kind);
        return (Read(path, DataStorage.Memory), Read(path, DataStorage.Disk));
    }

    private string Write(string kind)
    {
        var random = new Random(5);
        string extension = kind.EndsWith(".gz", StringComparison.Ordinal) ? ".gz" : "";
        string name = kind[..^extension.Length];
        if (name.StartsWith("cifar", StringComparison.Ordinal))
        {
            int prefix = name == "cifar10" ? 1 : 2;
            byte[] bytes = new byte[Rows * (prefix + 3072)];
            random.NextBytes(bytes);
            for (int row = 0; row < Rows; row++)
            {
                bytes.AsSpan(row * (prefix + 3072), prefix).Fill((byte)(row % 10));
            }

            return _folder.Write(name + ".bin" + extension, bytes);
        }

        (byte type, int size, int[] shape) = name switch
        {
            "bytes" => ((byte)0x08, 1, new[] { 6, 7 }),
            "sbytes" => ((byte)0x09, 1, new[] { 6, 7 }),
            "shorts" => ((byte)0x0B, 2, new[] { 6, 7 }),
            "ints" => ((byte)0x0C, 4, new[] { 6, 7 }),
            "floats" => ((byte)0x0D, 4, new[] { 42 }),
            "doubles" => ((byte)0x0E, 8, new[] { 6, 7 }),
            _ => ((byte)0x0D, 4, new[] { 5, 7, 31 }),
        };
        int length = shape.Aggregate((a, b) => a * b);
        byte[] data = new byte[Rows * length * size];
        random.NextBytes(data);
        for (int i = 0; i < Rows * length && type >= 0x0D; i++)
        {
            if (size == 4)
            {
                BinaryPrimitives.WriteSingleBigEndian(data.AsSpan(4 * i), random.NextSingle() - 0.5f);
            }
            else
            {
                BinaryPrimitives.WriteDoubleBigEndian(data.AsSpan(8 * i), random.NextDouble() - 0.5);
            }
        }

        _folder.Write("train-labels-idx1-ubyte", IdxFiles.Make(0x08, [Rows], [.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 4))]));
        return _folder.Write("train-images-idx3-ubyte" + extension, IdxFiles.Make(type, [Rows, .. shape], data));
    }
}
