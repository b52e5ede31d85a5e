using System.Buffers.Binary;
using System.Text;

namespace NeuralPS.Engine.Tests.Formats;

public class SafeTensorsMalformedTests
{
    private const string U8 = "\"dtype\":\"U8\"";

    [Theory]
    [InlineData("""["w"]""", "begin with '{'")]
    [InlineData(""" {}""", "begin with '{'")]
    [InlineData("", "begin with '{'")]
    [InlineData("{", "not JSON")]
    [InlineData("{}{}", "not JSON")]
    [InlineData("{} x", "not JSON")]
    [InlineData("{,}", "not JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},}""", "not JSON")]
    [InlineData("""{"\ud800":1}""", "not JSON")]
    [InlineData("""{"w":1}""", "tensor 'w'")]
    [InlineData("""{"w":{}}""", "tensor 'w' needs")]
    [InlineData("""{"w":{"shape":[4],"data_offsets":[0,4]}}""", "tensor 'w' needs")]
    [InlineData("""{"w":{"dtype":"U8","data_offsets":[0,4]}}""", "tensor 'w' needs")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4]}}""", "tensor 'w' needs")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[4]}}""", "tensor 'w' needs")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""", "data_offsets")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"more":1}}""", "'more'")]
    [InlineData("""{"w":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "'dtype' twice")]
    [InlineData("""{"w":{"dtype":8,"shape":[4],"data_offsets":[0,4]}}""", "dtype of tensor 'w'")]
    [InlineData("""{"w":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}""", "shape of tensor 'w'")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":["4"],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,4],"data_offsets":[0,4]}}""", "at most 8")]
    [InlineData("""{"w":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}""", "shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4294967297,4],"data_offsets":[0,4]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"U8","shape":[65536,65536,65536,65536],"data_offsets":[0,4]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F64","shape":[2147483647,2147483647],"data_offsets":[0,4]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8 bytes")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", "takes 4 bytes")]
    [InlineData("""{"w":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", "data_offsets")]
    [InlineData("""{"w":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "hole")]
    [InlineData(
        """{"v":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "'w' leaves a hole")]
    [InlineData(
        """{"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "'w' overlaps")]
    [InlineData(
        """{"v":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""",
        "'w' overlaps")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""",
        "'w' is there twice")]
    [InlineData("""{"w":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "1 bytes after")]
    [InlineData("{}", "4 bytes after")]
    [InlineData("""{"__metadata__":{"k":1}}""", "'k' in __metadata__")]
    [InlineData("""{"__metadata__":[]}""", "__metadata__ is not an object")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "'k' in __metadata__")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "'__metadata__' is there twice")]
    public void A_header_that_is_wrong_is_refused_with_file_and_part(string header, string part) =>
        AssertRefused(SafeTensorsBytes.Build(header, 1, 2, 3, 4), "SafeTensorsInvalid", part);

    [Fact]
    public void A_tensor_beyond_the_end_is_truncation() => AssertRefused(
        SafeTensorsBytes.Build("{\"w\":{" + U8 + ",\"shape\":[5],\"data_offsets\":[0,5]}}", 1, 2, 3, 4), "SafeTensorsTruncated", "'w'");

    [Fact]
    public void An_element_type_that_is_not_known_is_named() => AssertRefused(
        SafeTensorsBytes.Build("""{"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 1, 2, 3, 4),
        "SafeTensorsTypeUnknown",
        "F8_E4M3");

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused() =>
        AssertRefused(SafeTensorsBytes.Build([(byte)'{', 0xFF, (byte)'}'], []), "SafeTensorsInvalid", "UTF-8");

    [Fact]
    public void Deep_nesting_is_refused() => AssertRefused(
        SafeTensorsBytes.Build("{\"__metadata__\":" + new string('[', 100_000)), "SafeTensorsInvalid", "__metadata__");

    [Fact]
    public void Names_of_any_length_give_short_messages()
    {
        string name = new('n', 100_000);
        FileFormatException e = AssertRefused(SafeTensorsBytes.Build($$"""{"{{name}}":1}"""), "SafeTensorsInvalid", "nnn...");
        Assert.True(e.Message.Length < 300);
    }

    [Theory]
    [InlineData(9UL, "SafeTensorsTruncated")]
    [InlineData(100_000_000UL, "SafeTensorsTruncated")]
    [InlineData(100_000_001UL, "SafeTensorsHeaderTooLarge")]
    [InlineData(ulong.MaxValue, "SafeTensorsHeaderTooLarge")]
    [InlineData(0UL, "SafeTensorsInvalid")]
    public void A_header_length_that_the_file_does_not_hold_is_refused_before_anything_is_allocated(ulong length, string errorId)
    {
        byte[] bytes = SafeTensorsBytes.Build("{}      ");
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(bytes, errorId, "net.safetensors");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Every_truncation_of_a_valid_file_is_refused()
    {
        byte[] valid = ValidFile();
        for (int n = 0; n < valid.Length; n++)
        {
            byte[] cut = valid[..n];
            Assert.Throws<FileFormatException>(() => SafeTensorsBytes.Read(cut));
        }
    }

    [Fact]
    public void Two_thousand_mutations_of_a_valid_file_are_read_or_refused_within_what_the_file_justifies()
    {
        byte[] valid = ValidFile();
        var random = new Random(20240);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = Mutate(valid, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SafeTensorsBytes.Read(bytes);
            }
            catch (FileFormatException e)
            {
                refused++;
                Assert.Contains("net.safetensors", e.Message);
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 500_000, $"mutation {i}");
        }

        Assert.InRange(refused, 1000, 1999);
    }

    [Fact]
    public void Random_files_are_refused()
    {
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            Assert.Throws<FileFormatException>(() => SafeTensorsBytes.Read(bytes));

            // The same behind a length that fits.
            byte[] framed = SafeTensorsBytes.Build([(byte)'{', .. bytes], []);
            Assert.Throws<FileFormatException>(() => SafeTensorsBytes.Read(framed));
        }
    }

    private static byte[] ValidFile() => SafeTensorsBytes.Write(
        [new("dense1.weight", [3, 4], new float[12]), new("dense1.bias", [3], [1, 2, 3]), new("scalar", [], [5])],
        [new("description", """{"layers": ["dense"]}"""), new("version", "1")]);

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        int headerEnd = valid.Length - 64;
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(bytes.Count);
            int inHeader = random.Next(8, Math.Min(headerEnd, bytes.Count));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[inHeader] = (byte)"0123456789[]{},:\"eF-. "[random.Next(22)];
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveAt(at);
                    break;
                case 4:
                    bytes[random.Next(8)] = (byte)random.Next(256);
                    break;
                case 5:
                    bytes.AddRange(Encoding.UTF8.GetBytes(new string('9', random.Next(1, 50))));
                    break;
                default:
                    // More digits where there is one: larger shapes and offsets, the header's length kept up to date.
                    int digit = bytes.FindIndex(inHeader, b => b is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 8 && digit < headerEnd)
                    {
                        bytes.Insert(digit, (byte)'9');
                        BinaryPrimitives.WriteUInt64LittleEndian(
                            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), (ulong)(headerEnd - 8 + 1));
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    private static FileFormatException AssertRefused(byte[] bytes, string errorId, string part)
    {
        var e = Assert.Throws<FileFormatException>(() => SafeTensorsBytes.Read(bytes));
        Assert.Contains("'net.safetensors'", e.Message);
        Assert.Contains(part, e.Message);
        Assert.Equal(errorId, e.ErrorId);
        return e;
    }
}
