using System.Buffers.Binary;

namespace NeuralPS.Engine.Formats.Png;

/// <summary>Turns the rows of a PNG file into samples of one or two bytes: unpacks bits, looks up colours, adds alpha.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader _header;
    private readonly byte[]? _transparency;
    private readonly string _path;
    private readonly byte[]? _colours;
    private readonly int _channels;
    private readonly int _sampleBytes;
    private readonly byte[] _bytes;

    /// <summary>Allocates the image.</summary>
    public PngPixels(PngChunks chunks, string path)
    {
        _header = chunks.Header;
        _transparency = chunks.Transparency;
        _path = path;
        _channels = _header.Samples;
        _sampleBytes = _header.BitDepth == 16 ? 2 : 1;
        if (_header.ColourType == PngHeader.Palette)
        {
            _channels = IsGray(chunks.Palette!) ? 1 : 3;
        }

        _channels += _transparency is null ? 0 : 1;
        _colours = _header.ColourType == PngHeader.Palette ? MakeColours(chunks.Palette!) : null;
        _bytes = new byte[_header.Width * _header.Height * _channels * _sampleBytes];
    }

    /// <summary>Takes in a row of a pass.</summary>
    /// <param name="row">The restored bytes.</param>
    /// <param name="y">The row of the image.</param>
    /// <param name="x">The column of the first pixel.</param>
    /// <param name="step">The distance of the pixels.</param>
    /// <exception cref="FileFormatException">A pixel has a colour that is not in the palette (PngPixels).</exception>
    public void AddRow(ReadOnlySpan<byte> row, int y, int x, int step)
    {
        int pixelBytes = _channels * _sampleBytes;
        int sourceBytes = _header.Samples * _sampleBytes;
        for (int i = 0; x < _header.Width; i++, x += step)
        {
            Span<byte> pixel = _bytes.AsSpan(((y * _header.Width) + x) * pixelBytes, pixelBytes);
            if (_header.BitDepth < 8 || _colours is not null)
            {
                AddPacked(Unpack(row, i), pixel, x, y);
                continue;
            }

            ReadOnlySpan<byte> source = row.Slice(i * sourceBytes, sourceBytes);
            source.CopyTo(pixel);
            if (_transparency is not null)
            {
                pixel[sourceBytes..].Fill(IsTransparent(source) ? (byte)0 : (byte)255);
            }
        }
    }

    /// <summary>The image.</summary>
    public PngImage ToImage() => new(_header.Width, _header.Height, _channels, _sampleBytes, _bytes);

    private static bool IsGray(byte[] palette)
    {
        for (int i = 0; i < palette.Length; i += 3)
        {
            if (palette[i] != palette[i + 1] || palette[i] != palette[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private byte[] MakeColours(byte[] palette)
    {
        int count = palette.Length / 3;
        byte[] colours = new byte[count * _channels];
        int hues = _channels - (_transparency is null ? 0 : 1);
        for (int i = 0; i < count; i++)
        {
            palette.AsSpan(3 * i, hues).CopyTo(colours.AsSpan(i * _channels));
            if (_transparency is not null)
            {
                colours[(i * _channels) + hues] = i < _transparency.Length ? _transparency[i] : (byte)255;
            }
        }

        return colours;
    }

    // The first pixel is in the highest bits.
    private int Unpack(ReadOnlySpan<byte> row, int index)
    {
        int bit = index * _header.BitDepth;
        return (row[bit / 8] >> (8 - _header.BitDepth - (bit % 8))) & ((1 << _header.BitDepth) - 1);
    }

    private void AddPacked(int value, Span<byte> pixel, int x, int y)
    {
        if (_colours is null)
        {
            pixel[0] = (byte)(value * (255 / ((1 << _header.BitDepth) - 1)));
            if (_transparency is not null)
            {
                pixel[1] = BinaryPrimitives.ReadUInt16BigEndian(_transparency) == value ? (byte)0 : (byte)255;
            }
        }
        else if (value < _colours.Length / _channels)
        {
            _colours.AsSpan(value * _channels, _channels).CopyTo(pixel);
        }
        else
        {
            throw new FileFormatException(
                "PngPixels",
                $"'{_path}' is no valid PNG image: the pixel in row {y + 1}, column {x + 1} has colour {value} of a palette of "
                + $"{_colours.Length / _channels}, counted from 0. Is it damaged?");
        }
    }

    // The transparent colour has two bytes per sample, whatever the depth.
    private bool IsTransparent(ReadOnlySpan<byte> source)
    {
        if (_sampleBytes == 2)
        {
            return source.SequenceEqual(_transparency);
        }

        for (int i = 0; i < source.Length; i++)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * i)) != source[i])
            {
                return false;
            }
        }

        return true;
    }
}
