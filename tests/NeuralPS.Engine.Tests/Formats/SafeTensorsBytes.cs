using System.Buffers.Binary;
using System.Text;
using NeuralPS.Engine.Formats;

namespace NeuralPS.Engine.Tests.Formats;

/// <summary>Builds safetensors content by hand, right or wrong.</summary>
internal static class SafeTensorsBytes
{
    public static byte[] Build(string header, params byte[] data) => Build(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Build(byte[] header, byte[] data)
    {
        var bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)header.Length);
        header.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + header.Length);
        return bytes;
    }

    public static SafeTensorsFile Read(byte[] bytes) => SafeTensorsFile.Read(new MemoryStream(bytes), "net.safetensors");

    public static byte[] Write(IReadOnlyList<SafeTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var stream = new MemoryStream();
        SafeTensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }
}
