using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NeuralPS.Engine.Formats.Png;

namespace NeuralPS.Engine.Tests.Formats.Png;

/// <summary>Makes PNG files, right and wrong ones.</summary>
internal static class PngBytes
{
    /// <summary>A whole file: the header, what comes before the pixels, and the pixels.</summary>
    public static byte[] Make(int width, int height, int depth, int type, byte[] rows, params (string Type, byte[] Data)[] before)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = (byte)type;
        return Join([("IHDR", header), .. before, ("IDAT", Compress(rows)), ("IEND", [])]);
    }

    public static byte[] Join(params (string Type, byte[] Data)[] chunks)
    {
        var bytes = new List<byte>(PngChunks.Signature.ToArray());
        foreach ((string type, byte[] data) in chunks)
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
            bytes.AddRange(BigEndian((uint)data.Length));
            bytes.AddRange(body);
            bytes.AddRange(BigEndian(PngCrc.Compute(body)));
        }

        return [.. bytes];
    }

    public static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal))
        {
            zlib.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
