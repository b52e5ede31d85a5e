using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Formats;

/// <summary>Reads safetensors strictly: every byte of the file is accounted for before a tensor is allocated.</summary>
internal static class SafeTensorsReader
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Reads from the present position of <paramref name="stream"/> to its end.</summary>
    /// <exception cref="FileFormatException">The content is damaged; the message names <paramref name="file"/> and the part.</exception>
    public static SafeTensorsFile Read(Stream stream, string file)
    {
        try
        {
            long length = stream.Length - stream.Position;
            SafeTensorsHeader header = SafeTensorsHeader.Parse(ReadHeader(stream, length, file), file);
            header.CheckOffsets(stream.Length - stream.Position);

            // Elements are read in the order in which they lie, and handed out in the order of the header.
            long start = stream.Position;
            var tensors = new SafeTensor[header.Entries.Count];
            foreach (int i in Enumerable.Range(0, tensors.Length).OrderBy(i => header.Entries[i].Begin))
            {
                SafeTensorsEntry entry = header.Entries[i];
                stream.Position = start + entry.Begin;
                var data = new float[(int)entry.Count];
                ReadElements(stream, entry.Type, data);
                tensors[i] = new SafeTensor(entry.Name, entry.Dimensions, data);
            }

            return new SafeTensorsFile(header.Metadata, tensors);
        }
        catch (EndOfStreamException e)
        {
            throw new FileFormatException("SafeTensorsTruncated", $"'{file}' became shorter while it was read.", e);
        }
        catch (IOException e)
        {
            throw new EngineException("FileNotReadable", $"'{file}' could not be read: {e.Message}", e);
        }
    }

    /// <summary>Reads the metadata alone; the elements are only checked to be there.</summary>
    /// <exception cref="FileFormatException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream, string file)
    {
        try
        {
            SafeTensorsHeader header = SafeTensorsHeader.Parse(ReadHeader(stream, stream.Length - stream.Position, file), file);
            header.CheckOffsets(stream.Length - stream.Position);
            return header.Metadata;
        }
        catch (EndOfStreamException e)
        {
            throw new FileFormatException("SafeTensorsTruncated", $"'{file}' became shorter while it was read.", e);
        }
        catch (IOException e)
        {
            throw new EngineException("FileNotReadable", $"'{file}' could not be read: {e.Message}", e);
        }
    }

    private static byte[] ReadHeader(Stream stream, long length, string file)
    {
        if (length < sizeof(ulong))
        {
            throw new FileFormatException(
                "SafeTensorsTruncated",
                $"'{file}' is not a safetensors file: it has {length} bytes, fewer than the 8 of the header's length.");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafeTensorsFile.LargestHeader)
        {
            throw new FileFormatException(
                "SafeTensorsHeaderTooLarge",
                $"'{file}' is not a safetensors file: its header would have {headerLength} bytes; at most {SafeTensorsFile.LargestHeader} "
                + "are allowed.");
        }

        long rest = length - sizeof(ulong);
        if ((long)headerLength > rest)
        {
            throw new FileFormatException(
                "SafeTensorsTruncated", $"'{file}' is truncated: its header has {headerLength} bytes, of which the file holds {rest}.");
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        return header;
    }

    private static void ReadElements(Stream stream, SafeTensorsType type, float[] data)
    {
        bool isDirect = type.Name == "F32" && BitConverter.IsLittleEndian;
        byte[] buffer = isDirect ? [] : new byte[Math.Min(data.Length, ChunkLength) * type.Size];
        for (int start = 0; start < data.Length; start += ChunkLength)
        {
            Span<float> chunk = data.AsSpan(start, Math.Min(ChunkLength, data.Length - start));
            if (isDirect)
            {
                stream.ReadExactly(MemoryMarshal.AsBytes(chunk));
                continue;
            }

            Span<byte> bytes = buffer.AsSpan(0, chunk.Length * type.Size);
            stream.ReadExactly(bytes);
            for (int i = 0; i < chunk.Length; i++)
            {
                chunk[i] = type.Decode(bytes.Slice(i * type.Size, type.Size));
            }
        }
    }
}
