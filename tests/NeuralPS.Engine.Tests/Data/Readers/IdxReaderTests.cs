using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Readers;

public sealed class IdxReaderTests : IDisposable
{
    private static readonly byte[] _images = IdxFiles.Make(0x08, [2, 2, 3], 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6);
    private static readonly byte[] _labels = IdxFiles.Make(0x08, [2], 1, 0);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte", "train-labels.idx1-ubyte")]
    [InlineData("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-train-labels-idx1-ubyte.gz")]
    public void Labels_are_found_beside_the_images(string images, string labels)
    {
        _folder.Write(labels, _labels);
        Dataset dataset = DatasetReader.Read(_folder.Write(images, _images));
        Assert.Equal(new Shape(2, 3, 1), dataset.InputShape);
        Assert.Equal([1, 0], dataset.Labels!);
        Assert.Equal([0, 0.2f, 0.4f, 0.6f, 0.8f, 1], dataset.Inputs.ToArray()[..6].Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void Pixels_stay_as_they_are_when_asked()
    {
        Dataset dataset = IdxReader.Read(_folder.Write("x", _images), new ReadOptions { RawPixels = true });
        Assert.Equal([0, 51, 102, 153, 204, 255], dataset.Inputs.ToArray()[..6]);
        Assert.False(dataset.HasLabels);
    }

    [Fact]
    public void Labels_may_be_named_or_left_out()
    {
        string images = _folder.Write("train-images-idx3-ubyte", _images);
        string labels = _folder.Write("train-labels-idx1-ubyte", _labels);
        Assert.False(IdxReader.Read(images, new ReadOptions { Kind = TargetKind.None }).HasLabels);
        string others = _folder.Write("others", IdxFiles.Make(0x0C, [2], 0, 0, 0, 2, 0, 0, 0, 2));
        Dataset dataset = IdxReader.Read(images, new ReadOptions { LabelPath = others, ClassNames = ["a", "b", "c"] });
        Assert.Equal([2, 2], dataset.Labels!);
        Assert.Equal(["a", "b", "c"], dataset.ClassNames);
        Assert.Equal("IdxIsLabels", Assert.Throws<FileFormatException>(() => IdxReader.Read(labels)).ErrorId);
        Assert.Equal("IdxDimension", Assert.Throws<FileFormatException>(() => IdxReader.ReadLabels(images)).ErrorId);
        Assert.Equal("FileNotFound", Assert.Throws<DataException>(() =>
            IdxReader.Read(images, new ReadOptions { LabelPath = "none" })).ErrorId);
    }

    [Fact]
    public void A_folder_gives_the_part_that_is_asked_for()
    {
        _folder.Write("train-images-idx3-ubyte.gz", _images);
        _folder.Write("train-labels-idx1-ubyte.gz", _labels);
        _folder.Write("t10k-images.idx3-ubyte", IdxFiles.Make(0x08, [1, 2, 3], 0, 51, 102, 153, 204, 255));
        _folder.Write("t10k-labels.idx1-ubyte", IdxFiles.Make(0x08, [1], 1));
        Assert.Equal(2, DatasetReader.Read(_folder.Path).Count);
        Dataset test = DatasetReader.Read(_folder.Path, new ReadOptions { Part = DatasetPart.Test });
        Assert.Equal(1, test.Count);
        Assert.True(test.HasLabels);
        using var empty = new TemporaryFolder();
        Assert.Equal("FileNotFound", Assert.Throws<DataException>(() => DatasetReader.Read(empty.Path)).ErrorId);
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF, 2 }, new float[] { -1, 2 })]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE, 1, 0 }, new float[] { -2, 256 })]
    [InlineData(0x0C, new byte[] { 0xFF, 0xFF, 0xFF, 0xFD, 0, 1, 0, 0 }, new float[] { -3, 65536 })]
    [InlineData(0x0D, new byte[] { 0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0 }, new float[] { 1.5f, -2 })]
    [InlineData(0x0E, new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0 }, new float[] { 1.5f, -2 })]
    public void Every_type_is_read(byte type, byte[] data, float[] expected)
    {
        Dataset dataset = DatasetReader.Read(_folder.Write("values", IdxFiles.Make(type, [1, 2], data)));
        Assert.Equal(new Shape(2), dataset.InputShape);
        Assert.Equal(expected, dataset.Inputs.ToArray());
    }

    [Fact]
    public void Images_with_channels_keep_them() => Assert.Equal(
        new Shape(1, 2, 3), IdxReader.Read(_folder.Write("x", IdxFiles.Make(0x08, [1, 1, 2, 3], 1, 2, 3, 4, 5, 6))).InputShape);

    [Fact]
    public void Truncated_files_are_told_at_every_length()
    {
        foreach (bool compress in new[] { false, true })
        {
            for (int length = 1; length < _images.Length; length++)
            {
                byte[] cut = _images[..length];
                string path = _folder.WriteRaw("x", compress ? TemporaryFolder.Compress(cut) : cut);
                Assert.Equal("FileTruncated", Assert.Throws<FileFormatException>(() => IdxReader.Read(path)).ErrorId);
            }
        }

        byte[] packed = TemporaryFolder.Compress(_images);
        for (int length = 2; length < packed.Length; length++)
        {
            string path = _folder.WriteRaw("x", packed[..length]);
            Assert.IsType<FileFormatException>(Record.Exception(() => IdxReader.Read(path)));
        }
    }

    [Fact]
    public void Files_that_are_too_long_name_both_sizes()
    {
        byte[] tooLong = [.. _images, 0];
        FileFormatException error = Assert.Throws<FileFormatException>(() => IdxReader.Read(_folder.Write("x", tooLong)));
        Assert.Equal("FileOversized", error.ErrorId);
        Assert.Contains("28 bytes, but the file has 29", error.Message);
        Assert.Equal("FileOversized", Assert.Throws<FileFormatException>(() => IdxReader.Read(_folder.Write("x.gz", tooLong))).ErrorId);
    }

    [Theory]
    [InlineData(new[] { int.MaxValue, 28, 28 }, "FileTruncated")]
    [InlineData(new[] { int.MaxValue }, "FileTruncated")]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue }, "FileTruncated")]
    [InlineData(new[] { -1, 28, 28 }, "IdxDimension")]
    [InlineData(new[] { 2, -2, -3 }, "IdxDimension")]
    [InlineData(new[] { 2, 0, 3 }, "IdxDimension")]
    [InlineData(new int[0], "IdxDimension")]
    public void Headers_that_claim_too_much_allocate_nothing(int[] dimensions, string errorId)
    {
        foreach (string name in new[] { "x", "x.gz" })
        {
            string path = _folder.Write(name, IdxFiles.Make(0x08, dimensions, new byte[100]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(errorId, Assert.Throws<FileFormatException>(() => IdxReader.Read(path)).ErrorId);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void No_rows_wrong_magic_and_wrong_types_are_refused()
    {
        Assert.Equal("EmptyDataset", Assert.Throws<DataException>(() =>
            IdxReader.Read(_folder.Write("x", IdxFiles.Make(0x08, [0, 2])))).ErrorId);
        Assert.Equal("IdxType", Assert.Throws<FileFormatException>(() =>
            IdxReader.Read(_folder.Write("x", IdxFiles.Make(0x0A, [1, 1], 0)))).ErrorId);
        Assert.Equal("IdxMagic", Assert.Throws<FileFormatException>(() => IdxReader.Read(_folder.Write("x", [1, 2, 8, 1, 0]))).ErrorId);
        byte[] nan = IdxFiles.Make(0x0D, [1, 1], 0x7F, 0xC0, 0, 0);
        Assert.Equal("ValueNotFinite", Assert.Throws<DataException>(() => IdxReader.Read(_folder.Write("x", nan))).ErrorId);
    }

    [Fact]
    public void Labels_must_match_the_images()
    {
        string images = _folder.Write("train-images-idx3-ubyte", _images);
        _folder.Write("train-labels-idx1-ubyte", IdxFiles.Make(0x08, [3], 1, 0, 1));
        DataException count = Assert.Throws<DataException>(() => IdxReader.Read(images));
        Assert.Equal("LabelCountMismatch", count.ErrorId);
        Assert.Contains("2 rows", count.Message);
        Assert.Contains("3 labels", count.Message);
        _folder.Write("train-labels-idx1-ubyte", IdxFiles.Make(0x09, [2], 1, 0xFF));
        Assert.Equal("LabelOutOfRange", Assert.Throws<FileFormatException>(() => IdxReader.Read(images)).ErrorId);
        _folder.Write("train-labels-idx1-ubyte", _labels);
        Assert.Equal("LabelOutOfRange", Assert.Throws<DataException>(() =>
            IdxReader.Read(images, new ReadOptions { ClassNames = ["a"] })).ErrorId);
    }

    [Fact]
    public void Random_files_end_in_an_error_of_the_engine()
    {
        var random = new Random(2);
        for (int i = 0; i < 500; i++)
        {
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            if (i % 3 > 0)
            {
                // Past the magic number, so that the dimensions are random.
                byte[] start = i % 3 == 1 ? [0, 0, 8, 3] : [0x1F, 0x8B, 8, 0];
                start.AsSpan(0, Math.Min(4, bytes.Length)).CopyTo(bytes);
            }

            string path = _folder.WriteRaw("random", bytes);
            Assert.IsAssignableFrom<EngineException>(Record.Exception(() => IdxReader.Read(path)));
            Exception? error = Record.Exception(() => DatasetReader.Read(path));
            Assert.True(error is null or EngineException, error?.ToString());
        }
    }
}
