using NeuralPS.Engine.Formats.Png;

namespace NeuralPS.Engine.Tests.Formats.Png;

public class PngDecoderTests
{
    private static readonly byte[] _gray = PngBytes.Make(2, 2, 8, 0, [0, 0, 85, 1, 170, 85]);

    [Fact]
    public void Checksum_of_the_nine_digits_is_the_published_one() => Assert.Equal(0xCBF43926u, PngCrc.Compute("123456789"u8));

    [Fact]
    public void Gray_pixels_are_read_and_the_left_filter_is_undone()
    {
        PngImage image = PngDecoder.Decode(_gray, "a.png");
        Assert.Equal((2, 2, 1, 1), (image.Width, image.Height, image.Channels, image.SampleBytes));
        Assert.Equal<byte>([0, 85, 170, 255], image.Bytes);
    }

    [Theory]
    [InlineData(1, new byte[] { 5, 15, 35 })]
    [InlineData(2, new byte[] { 105, 110, 120 })]
    [InlineData(3, new byte[] { 55, 87, 113 })]
    [InlineData(4, new byte[] { 105, 115, 135 })]
    public void Filters_match_the_definition(int filter, byte[] expected)
    {
        byte[] row = [5, 10, 20];
        Assert.True(PngFilter.TryUndo(filter, row, [100, 100, 100], 1));
        Assert.Equal(expected, row);
    }

    [Fact]
    public void A_size_that_the_pixels_cannot_fill_is_refused_before_anything_is_allocated()
    {
        byte[] bytes = PngBytes.Make(8192, 8192, 16, 6, [0, 0, 0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("FileTruncated", Refused(bytes));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Wrong_files_are_refused_with_an_id_for_each_kind()
    {
        Assert.Equal("PngSignature", Refused([1, 2, 3]));
        Assert.Equal("PngHeader", Refused(PngBytes.Make(0, 2, 8, 0, [0])));
        Assert.Equal("FileTooLarge", Refused(PngBytes.Make(8193, 8192, 8, 0, [0])));
        Assert.Equal("FileTruncated", Refused(PngBytes.Make(2, 2, 8, 0, [0, 1, 2])));
        Assert.Equal("FileOversized", Refused(PngBytes.Make(2, 1, 8, 0, [0, 1, 2, 3])));
        Assert.Equal("PngPixels", Refused(PngBytes.Make(2, 1, 8, 0, [5, 1, 2])));
        Assert.Equal("PngPixels", Refused(PngBytes.Make(2, 1, 8, 3, [0, 0, 1], ("PLTE", [1, 2, 3]))));
        Assert.Equal("PngChunk", Refused(PngBytes.Make(2, 1, 8, 3, [0, 0, 1])));
        Assert.Equal("PngChunk", Refused(PngBytes.Make(2, 1, 8, 0, [0, 0, 1], ("ABCD", [1]))));
        Assert.Equal("PngChunk", Refused(PngBytes.Make(2, 1, 8, 4, [0, 0, 1, 2, 3], ("tRNS", [0, 1]))));
    }

    [Fact]
    public void Unknown_ancillary_chunks_are_passed_over() =>
        Assert.Equal<byte>([0, 1], PngDecoder.Decode(PngBytes.Make(2, 1, 8, 0, [0, 0, 1], ("abCD", [1, 2])), "a.png").Bytes);

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused()
    {
        for (int length = 0; length < _gray.Length; length++)
        {
            Refused(_gray[..length]);
        }
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        for (int i = 0; i < _gray.Length; i++)
        {
            byte[] bytes = [.. _gray];
            bytes[i] ^= 0x10;
            Refused(bytes);
        }
    }

    [Fact]
    public void Random_compressed_data_with_right_checksums_is_decoded_or_refused()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] data = PngBytes.Compress([0, 1, 2, 0, 3, 4]);
            data[random.Next(data.Length)] = (byte)random.Next(256);
            byte[] header =
                [0, 0, 0, (byte)random.Next(5), 0, 0, 0, 2, (byte)(1 << random.Next(5)), (byte)random.Next(7), 0, 0, (byte)random.Next(2)];
            byte[] bytes = PngBytes.Join(("IHDR", header), ("IDAT", data), ("IEND", []));
            try
            {
                PngDecoder.Decode(bytes, "a.png");
            }
            catch (FileFormatException e)
            {
                Assert.Contains("a.png", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static string Refused(byte[] bytes)
    {
        var e = Assert.Throws<FileFormatException>(() => PngDecoder.Decode(bytes, "a.png"));
        Assert.Contains("'a.png'", e.Message, StringComparison.Ordinal);
        return e.ErrorId;
    }
}
