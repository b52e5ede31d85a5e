using System.Buffers.Binary;

namespace NeuralPS.Engine.Formats.Png;

/// <summary>What the IHDR chunk says.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="BitDepth">Bits per sample, or per index into the palette.</param>
/// <param name="ColourType">0 gray, 2 colour, 3 palette, 4 gray with alpha, 6 colour with alpha.</param>
/// <param name="IsInterlaced">Whether the pixels come in Adam7's seven passes.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType, bool IsInterlaced)
{
    /// <summary>Length of the chunk's data in bytes.</summary>
    public const int Length = 13;

    /// <summary>The largest number of pixels that is read: 8192 x 8192.</summary>
    public const long MaximumPixels = 1L << 26;

    /// <summary>Colour type: indices into the palette.</summary>
    public const int Palette = 3;

    /// <summary>Samples per pixel in the file.</summary>
    public int Samples => ColourType switch
    {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };

    /// <summary>What filters take for the distance between a byte and its left neighbour: the bytes of a pixel, at least 1.</summary>
    public int FilterStep => Math.Max(1, Samples * BitDepth / 8);

    /// <summary>The bytes of a row of <paramref name="width"/> pixels, without the filter's byte.</summary>
    public int RowBytes(int width) => (int)((((long)width * Samples * BitDepth) + 7) / 8);

    /// <summary>Parses and checks the data of the chunk.</summary>
    /// <exception cref="FileFormatException">A field has a value that PNG does not allow (PngHeader), or the image is too large
    /// (FileTooLarge).</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data, string path)
    {
        if (data.Length != Length)
        {
            throw Error(path, $"the header has {data.Length} bytes instead of {Length}");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw Error(path, $"its size is {width} x {height}; width and height are from 1 to {int.MaxValue}");
        }

        int depth = data[8];
        int type = data[9];
        if (type is not (0 or 2 or 3 or 4 or 6))
        {
            throw Error(path, $"the colour type is {type}; there are 0, 2, 3, 4 and 6");
        }

        if (depth is not (1 or 2 or 4 or 8 or 16) || (type != 0 && depth < 8 && type != Palette) || (type == Palette && depth == 16))
        {
            throw Error(path, $"the bit depth is {depth}, which does not exist for colour type {type}");
        }

        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw Error(
                path,
                $"compression method {data[10]}, filter method {data[11]} and interlace method {data[12]}; PNG knows 0, 0, and 0 or 1");
        }

        return (long)width * height <= MaximumPixels
            ? new PngHeader((int)width, (int)height, depth, type, data[12] == 1)
            : throw new FileFormatException(
                "FileTooLarge", $"'{path}' is an image of {width} x {height} pixels; at most {MaximumPixels} pixels are read.");
    }

    private static FileFormatException Error(string path, string what) =>
        new("PngHeader", $"'{path}' is no valid PNG image: {what}. Is it damaged?");
}
