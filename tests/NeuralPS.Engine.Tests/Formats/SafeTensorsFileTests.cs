using System.Text;
using NeuralPS.Engine.Formats;

namespace NeuralPS.Engine.Tests.Formats;

public class SafeTensorsFileTests
{
    [Fact]
    public void Bytes_of_a_small_file_are_as_specified()
    {
        byte[] bytes = SafeTensorsBytes.Write([new SafeTensor("w", [2], [1, -2])], [new("k", "v")]);

        const string header = """{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        string padded = header.PadRight(80);
        Assert.Equal([80, 0, 0, 0, 0, 0, 0, 0], bytes[..8]);
        Assert.Equal(padded, Encoding.UTF8.GetString(bytes, 8, 80));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], bytes[88..]);
    }

    [Fact]
    public void What_is_written_is_read_back_in_order()
    {
        SafeTensor[] tensors =
        [
            new("z.weight", [2, 3], [1, 2, 3, 4, 5, float.NaN]),
            new("a.bias", [], [float.NegativeInfinity]),
            new("empty", [0, 7], []),
            new("Gewicht \"ä\" \u0001 \ud83d\ude00", [1, 1, 1, 1, 1, 1, 1, 2], [-0f, float.Epsilon]),
        ];
        KeyValuePair<string, string>[] metadata = [new("z", "{\"json\": [1, 2]}"), new("a", "line\nline"), new("", "")];

        SafeTensorsFile file = SafeTensorsBytes.Read(SafeTensorsBytes.Write(tensors, metadata));

        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(tensors.Select(t => t.Name), file.Tensors.Select(t => t.Name));
        for (int i = 0; i < tensors.Length; i++)
        {
            Assert.Equal(tensors[i].Dimensions, file.Tensors[i].Dimensions);
            Assert.Equal(
                tensors[i].Data.Select(BitConverter.SingleToInt32Bits), file.Tensors[i].Data.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Large_tensors_survive_chunk_by_chunk()
    {
        float[] data = [.. Enumerable.Range(0, 600_001).Select(i => (float)i)];
        SafeTensorsFile file = SafeTensorsBytes.Read(SafeTensorsBytes.Write([new("a", [600_001], data), new("b", [1], [7])]));
        Assert.Equal(data, file.Tensors[0].Data);
        Assert.Equal([7], file.Tensors[1].Data);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_with_a_header_of_a_multiple_of_8()
    {
        for (int n = 1; n < 20; n++)
        {
            SafeTensor[] tensors = [new(new string('n', n), [1], [n])];
            byte[] bytes = SafeTensorsBytes.Write(tensors);
            Assert.Equal(bytes, SafeTensorsBytes.Write(tensors));
            Assert.Equal(0, bytes[0] % 8);
            Assert.Equal((byte)'{', bytes[8]);
        }
    }

    [Theory]
    [InlineData("F64", "000000000000F83F000000000000E0BF", 1.5f, -0.5f)]
    [InlineData("F32", "0000C03F000000BF", 1.5f, -0.5f)]
    [InlineData("F16", "003E00B8", 1.5f, -0.5f)]
    [InlineData("BF16", "C03F00BF", 1.5f, -0.5f)]
    [InlineData("I64", "0300000000000000FEFFFFFFFFFFFFFF", 3, -2)]
    [InlineData("I32", "03000000FEFFFFFF", 3, -2)]
    [InlineData("I16", "0300FEFF", 3, -2)]
    [InlineData("I8", "03FE", 3, -2)]
    [InlineData("U64", "0300000000000000FE00000000000000", 3, 254)]
    [InlineData("U32", "03000000FE000000", 3, 254)]
    [InlineData("U16", "0300FE00", 3, 254)]
    [InlineData("U8", "03FE", 3, 254)]
    [InlineData("BOOL", "0001", 0, 1)]
    public void Other_element_types_are_converted(string dtype, string data, float first, float second)
    {
        byte[] bytes = Convert.FromHexString(data);
        SafeTensorsFile file = SafeTensorsBytes.Read(
            SafeTensorsBytes.Build($$$"""{"t":{"dtype":"{{{dtype}}}","shape":[2],"data_offsets":[0,{{{bytes.Length}}}]}}""", bytes));
        Assert.Equal([first, second], file.Tensors[0].Data);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Tensors_may_lie_in_another_order_than_the_header_has()
    {
        SafeTensorsFile file = SafeTensorsBytes.Read(SafeTensorsBytes.Build(
            """{"b":{"data_offsets":[1,3],"shape":[2],"dtype":"U8"},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}  """, 1, 2, 3));
        Assert.Equal(["b", "a"], file.Tensors.Select(t => t.Name));
        Assert.Equal([2, 3], file.Tensors[0].Data);
        Assert.Equal([1], file.Tensors[1].Data);
    }

    [Fact]
    public void A_file_without_tensors_is_valid()
    {
        Assert.Empty(SafeTensorsBytes.Read(SafeTensorsBytes.Build("{}")).Tensors);
        Assert.Empty(SafeTensorsBytes.Read(SafeTensorsBytes.Write([])).Tensors);
    }

    [Fact]
    public void What_could_not_be_read_back_is_not_written()
    {
        AssertNotWritable("empty", new SafeTensor("", [1], [1]));
        AssertNotWritable("no valid text", new SafeTensor("a\ud800", [1], [1]));
        AssertNotWritable("reserved", new SafeTensor("__metadata__", [1], [1]));
        AssertNotWritable("twice", new SafeTensor("a", [1], [1]), new SafeTensor("a", [1], [1]));
        AssertNotWritable("(2, 3)", new SafeTensor("a", [2, 3], [1]));
        AssertNotWritable("(-1)", new SafeTensor("a", [-1], [1]));
        AssertNotWritable("more than 8", new SafeTensor("a", [1, 1, 1, 1, 1, 1, 1, 1, 1], [1]));
        Assert.Equal(
            "TensorNotWritable", Assert.Throws<EngineException>(() => SafeTensorsBytes.Write([], [new("k", "1"), new("k", "2")])).ErrorId);
    }

    [Fact]
    public void Files_are_written_and_read_by_path()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("net.safetensors");
        SafeTensor[] tensors = [new("w", [3], [1, 2, 3])];
        SafeTensorsFile.Write(path, tensors, null, overwrite: false);
        Assert.Equal([1, 2, 3], SafeTensorsFile.Read(path).Tensors[0].Data);

        Assert.Equal("FileExists", Assert.Throws<EngineException>(() => SafeTensorsFile.Write(path, tensors, null, false)).ErrorId);
        Assert.Throws<EngineException>(() => SafeTensorsFile.Write(path, [new("w", [2], [1])], null, overwrite: true));
        Assert.Equal([1, 2, 3], SafeTensorsFile.Read(path).Tensors[0].Data);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Paths_that_are_no_file_are_named()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<EngineException>(() => SafeTensorsFile.Read(folder.Path));
        Assert.Equal("PathIsFolder", e.ErrorId);
        e = Assert.Throws<EngineException>(() => SafeTensorsFile.Read(folder.File("none")));
        Assert.Equal("FileNotFound", e.ErrorId);
        Assert.Contains(folder.File("none"), e.Message);
    }

    private static void AssertNotWritable(string fault, params SafeTensor[] tensors)
    {
        var e = Assert.Throws<EngineException>(() => SafeTensorsBytes.Write(tensors));
        Assert.Equal("TensorNotWritable", e.ErrorId);
        Assert.Contains(fault, e.Message);
        Assert.Contains($"'{tensors[0].Name}'", e.Message);
    }
}
