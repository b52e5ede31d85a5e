using System.IO.Compression;

namespace NeuralPS.Engine.Formats.Png;

/// <summary>
/// Decodes PNG images of every kind: all colour types, depths of 1 to 16 bits, palettes, transparency, interlace. Gamma and colour
/// profiles are not applied. Nothing is allocated for a size that the compressed data cannot fill.
/// </summary>
internal static class PngDecoder
{
    // Deflate cannot compress better than 1032 : 1.
    private const long MaximumRatio = 1032;

    // Adam7: the first column and row of each pass, and the distances between its columns and rows.
    private static readonly (int X, int Y, int StepX, int StepY)[] _interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] _plain = [(0, 0, 1, 1)];

    /// <summary>Decodes <paramref name="bytes"/>, a whole file; <paramref name="path"/> is named in errors.</summary>
    /// <exception cref="FileFormatException">
    /// The file is no PNG image (PngSignature), invalid (PngHeader, PngChunk, PngPixels), damaged (FileDamaged), truncated
    /// (FileTruncated), too long (FileOversized) or too large (FileTooLarge).
    /// </exception>
    public static PngImage Decode(ReadOnlySpan<byte> bytes, string path)
    {
        PngChunks chunks = PngChunks.Parse(bytes, path);
        PngHeader header = chunks.Header;
        (int X, int Y, int StepX, int StepY)[] passes = header.IsInterlaced ? _interlaced : _plain;
        long raw = passes.Sum(pass => CountBytes(header, pass));
        if (raw > (chunks.Data.Length + 1) * MaximumRatio)
        {
            throw new FileFormatException(
                "FileTruncated",
                $"'{path}' is truncated or damaged: an image of {header.Width} x {header.Height} pixels needs {raw} bytes, "
                + $"which its {chunks.Data.Length} compressed ones cannot hold.");
        }

        var pixels = new PngPixels(chunks, path);
        try
        {
            using var stream = new ZLibStream(chunks.Data, CompressionMode.Decompress);
            foreach ((int X, int Y, int StepX, int StepY) pass in passes)
            {
                ReadPass(stream, header, pixels, pass, path);
            }

            // Reading on to the end also has the checksum of the pixels checked.
            if (stream.ReadByte() >= 0)
            {
                throw new FileFormatException(
                    "FileOversized", $"'{path}' holds more pixels than the {header.Width} x {header.Height} that its header says.");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new FileFormatException("FileDamaged", $"'{path}' is damaged: its pixels cannot be decompressed.", exception);
        }

        return pixels.ToImage();
    }

    private static void ReadPass(
        ZLibStream stream, PngHeader header, PngPixels pixels, (int X, int Y, int StepX, int StepY) pass, string path)
    {
        int width = Count(header.Width, pass.X, pass.StepX);
        if (width == 0)
        {
            return;
        }

        // One byte for the filter, then the row.
        byte[] row = new byte[1 + header.RowBytes(width)];
        byte[] above = new byte[row.Length];
        for (int y = pass.Y; y < header.Height; y += pass.StepY)
        {
            if (stream.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw new FileFormatException(
                    "FileTruncated", $"'{path}' is truncated or damaged: its pixels end in row {y + 1} of {header.Height}.");
            }

            if (!PngFilter.TryUndo(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterStep))
            {
                throw new FileFormatException(
                    "PngPixels", $"'{path}' is no valid PNG image: row {y + 1} has the filter {row[0]}; there are 0 to 4. Is it damaged?");
            }

            pixels.AddRow(row.AsSpan(1), y, pass.X, pass.StepX);
            (row, above) = (above, row);
        }
    }

    private static long CountBytes(PngHeader header, (int X, int Y, int StepX, int StepY) pass)
    {
        int width = Count(header.Width, pass.X, pass.StepX);
        return width == 0 ? 0 : (1L + header.RowBytes(width)) * Count(header.Height, pass.Y, pass.StepY);
    }

    private static int Count(int size, int first, int step) => size <= first ? 0 : ((size - first - 1) / step) + 1;
}
