using static System.Buffers.Binary.BinaryPrimitives;

namespace NeuralPS.Engine.Formats;

/// <summary>Reads one element, little-endian, as float32.</summary>
internal delegate float ElementDecoder(ReadOnlySpan<byte> bytes);

/// <summary>An element type of safetensors.</summary>
/// <param name="Name">The dtype as the header spells it.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="Decode">Converts an element to float32, rounded to nearest where it holds more.</param>
internal sealed record SafeTensorsType(string Name, int Size, ElementDecoder Decode)
{
    /// <summary>The types that can be read.</summary>
    public static IReadOnlyList<SafeTensorsType> All { get; } =
    [
        new("F32", 4, ReadSingleLittleEndian),
        new("F64", 8, b => (float)ReadDoubleLittleEndian(b)),
        new("F16", 2, b => (float)ReadHalfLittleEndian(b)),

        // bfloat16 is the upper half of a float32.
        new("BF16", 2, b => BitConverter.Int32BitsToSingle(ReadUInt16LittleEndian(b) << 16)),
        new("I64", 8, b => ReadInt64LittleEndian(b)),
        new("I32", 4, b => ReadInt32LittleEndian(b)),
        new("I16", 2, b => ReadInt16LittleEndian(b)),
        new("I8", 1, b => (sbyte)b[0]),
        new("U64", 8, b => ReadUInt64LittleEndian(b)),
        new("U32", 4, b => ReadUInt32LittleEndian(b)),
        new("U16", 2, b => ReadUInt16LittleEndian(b)),
        new("U8", 1, b => b[0]),
        new("BOOL", 1, b => b[0] == 0 ? 0 : 1),
    ];

    /// <summary>The type called <paramref name="name"/>, or null.</summary>
    public static SafeTensorsType? Find(string name) => All.FirstOrDefault(t => t.Name == name);
}
