using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuralPS.Engine.Formats;

/// <summary>Writes safetensors: the header, padded with spaces to a multiple of 8, then the elements as F32.</summary>
internal static class SafeTensorsWriter
{
    private const int ChunkLength = 1 << 18;

    // Readable JSON: quotation marks and control characters are escaped, nothing else.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The length and the JSON of the header, once all tensors are known to be writable.</summary>
    public static byte[] CreateHeader(IReadOnlyList<SafeTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var names = new HashSet<string>();
            long begin = 0;
            foreach (SafeTensor tensor in tensors)
            {
                Check(tensor, names);
                long end = begin + ((long)tensor.Data.Length * sizeof(float));
                WriteEntry(json, tensor, begin, end);
                begin = end;
            }

            json.WriteEndObject();
        }

        while (buffer.WrittenCount % 8 != 0)
        {
            buffer.Write(" "u8);
        }

        int length = buffer.WrittenCount - sizeof(ulong);
        if (length > SafeTensorsFile.LargestHeader)
        {
            throw new EngineException(
                "TensorNotWritable",
                $"Names and metadata take {length} bytes; a safetensors header holds at most {SafeTensorsFile.LargestHeader}.");
        }

        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    /// <summary>Writes the header and the elements.</summary>
    public static void Write(Stream stream, byte[] header, IReadOnlyList<SafeTensor> tensors)
    {
        stream.Write(header);
        foreach (SafeTensor tensor in tensors)
        {
            for (int start = 0; start < tensor.Data.Length; start += ChunkLength)
            {
                WriteChunk(stream, tensor.Data.AsSpan(start, Math.Min(ChunkLength, tensor.Data.Length - start)));
            }
        }
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<float> chunk)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(chunk));
            return;
        }

        var swapped = new int[chunk.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(chunk), swapped);
        stream.Write(MemoryMarshal.AsBytes<int>(swapped));
    }

    private static void WriteMetadata(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        json.WriteStartObject(SafeTensorsFile.MetadataName);
        var keys = new HashSet<string>();
        foreach ((string key, string value) in metadata)
        {
            string? fault = !keys.Add(key) ? "is there twice" : !IsText(key) || !IsText(value) ? "or its value is no valid text" : null;
            if (fault is not null)
            {
                throw new EngineException("TensorNotWritable", $"The metadata cannot be written: its key '{key}' {fault}.");
            }

            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafeTensor tensor, long begin, long end)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype"u8, "F32"u8);
        json.WriteStartArray("shape"u8);
        foreach (int dimension in tensor.Dimensions)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Check(SafeTensor tensor, HashSet<string> names)
    {
        string shape = $"({string.Join(", ", tensor.Dimensions)})";
        string? fault =
            tensor.Name.Length == 0 ? "a name is empty"
            : tensor.Name == SafeTensorsFile.MetadataName ? "that name is reserved"
            : !IsText(tensor.Name) ? "that name is no valid text"
            : !names.Add(tensor.Name) ? "that name is used twice"
            : tensor.Dimensions.Length > SafeTensorsFile.LargestRank ? $"its shape {shape} has more than 8 dimensions"
            : SafeTensorsHeader.CountElements(tensor.Dimensions) != tensor.Data.Length
                ? $"its shape {shape} does not hold {tensor.Data.Length} values"
            : null;
        if (fault is not null)
        {
            throw new EngineException("TensorNotWritable", $"Tensor '{tensor.Name}' cannot be written: {fault}.");
        }
    }

    // Half a surrogate pair has no form in UTF-8, and would come back as another character.
    private static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
