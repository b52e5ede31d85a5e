using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Tests.Formats.Png;

namespace NeuralPS.Engine.Tests.Data.Readers;

public sealed class ImageFolderReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly byte[] _gray = PngBytes.Make(2, 1, 8, 0, [0, 0, 51]);
    private static readonly byte[] _colour = PngBytes.Make(2, 1, 8, 2, [0, 255, 0, 51, 0, 0, 0]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_in_the_order_of_their_names()
    {
        Write("dog/1.png", _gray);
        Write("cat/1.PNG", _colour);
        Write("cat/notes.txt", [1]);
        Write(".hidden/1.png", _gray);
        Dataset data = DatasetReader.Read(_folder.Path);
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 1], data.Labels!);
        Assert.Equal("1x2x3", data.InputShape.ToString());
        Assert.Equal([1f, 0, 0.2f, 0, 0, 0], Row(data, 0), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([0f, 0, 0, 0.2f, 0.2f, 0.2f], Row(data, 1), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Images_without_folders_have_no_labels_and_gray_ones_one_channel()
    {
        Write("b.png", _gray);
        Write("a.png", _gray);
        Dataset data = DatasetReader.Read(_folder.Path);
        Assert.Equal((2, false, "1x2x1"), (data.Count, data.HasLabels, data.InputShape.ToString()));
        Dataset one = DatasetReader.Read(Path.Combine(_folder.Path, "a.png"), new ReadOptions { RawPixels = true });
        Assert.Equal([0f, 51f], Row(one, 0));
    }

    [Fact]
    public void Alpha_is_laid_over_black_and_16_bits_keep_their_precision()
    {
        Write("a.png", PngBytes.Make(1, 1, 8, 4, [0, 200, 128]));
        Write("b.png", PngBytes.Make(1, 1, 16, 0, [0, 0x12, 0x34]));
        Dataset data = DatasetReader.Read(_folder.Path);
        Assert.Equal(100 / 255f, Row(data, 0)[0], 1e-6f);
        Assert.Equal((float)(0x1234 / 65535.0), Row(data, 1)[0]);
    }

    [Fact]
    public void Images_of_two_sizes_are_refused_with_both_names_and_sizes()
    {
        Write("x/a.png", _gray);
        Write("y/b.png", PngBytes.Make(1, 1, 8, 0, [0, 0]));
        string message = Refused("ImageSizeMismatch").Message;
        Assert.All(["a.png", "b.png", "2 x 1", "1 x 1", "resize"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_that_are_no_classes_are_refused()
    {
        Refused("FileNotFound");
        Write("x/a.png", _gray);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "y"));
        Refused("ClassEmpty");
        Write("y/a.png", _gray);
        Refused("ClassUnknown", new ReadOptions { ClassNames = ["x"] });
        Assert.Equal([1, 0], DatasetReader.Read(_folder.Path, new ReadOptions { ClassNames = ["y", "x"] }).Labels!);
        Write("a.png", _gray);
        Refused("ImageWithoutClass");
    }

    [Fact]
    public void Like_coloured_images_gray_ones_get_three_channels()
    {
        Write("a.png", _colour);
        Dataset colour = DatasetReader.Read(Path.Combine(_folder.Path, "a.png"));
        Write("b.png", _gray);
        Dataset gray = DatasetReader.Read(Path.Combine(_folder.Path, "b.png"), new ReadOptions { Schema = colour.Schema });
        Assert.Equal(colour.InputShape, gray.InputShape);
    }

    private static float[] Row(Dataset data, int row)
    {
        float[] values = new float[data.InputShape.Length];
        data.Inputs.CopyRow(row, values);
        return values;
    }

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, name))!);
        _folder.Write(name, bytes);
    }

    private DataException Refused(string id, ReadOptions? options = null)
    {
        var e = Assert.Throws<DataException>(() => DatasetReader.Read(_folder.Path, options));
        Assert.Equal(id, e.ErrorId);
        return e;
    }
}
