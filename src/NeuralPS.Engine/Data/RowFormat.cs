using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NeuralPS.Engine.Data.Readers;

namespace NeuralPS.Engine.Data;

/// <summary>How the rows of a file are written: bytes by a table, or the numbers of IDX files.</summary>
internal sealed class RowFormat
{
    // Not a type of IDX: float32 as this machine writes them.
    private const byte NativeSingle = 0xFF;

    private readonly byte _type;
    private readonly float[]? _valueOfByte;
    private readonly int _planes;

    private RowFormat(byte type, float[]? valueOfByte, int planes, int prefix)
    {
        _type = type;
        _valueOfByte = valueOfByte;
        _planes = planes;
        Prefix = prefix;
        ItemSize = type == NativeSingle ? sizeof(float) : IdxHeader.GetItemSize(type);
    }

    /// <summary>Bytes in a value.</summary>
    public int ItemSize { get; }

    /// <summary>Bytes before each row that are no part of it.</summary>
    public int Prefix { get; }

    /// <summary>Whether there can be values that are NaN or infinite.</summary>
    public bool CanHoldNotFinite => _type is IdxHeader.Single or IdxHeader.Double or NativeSingle;

    /// <summary>Whether rows stand in the file as they stand in memory, one after the other.</summary>
    public bool IsPlainMemory => _type == NativeSingle && Prefix == 0;

    /// <summary>Float32 as this machine writes them, for temporary files.</summary>
    public static RowFormat Floats { get; } = new(NativeSingle, null, 1, 0);

    /// <summary>Bytes as <see cref="ByteRows"/> reads them.</summary>
    public static RowFormat Bytes(float scale, int prefix = 0, int planes = 1) =>
        new(IdxHeader.UnsignedByte, ByteValues.MakeTable(scale, 0), planes, prefix);

    /// <summary>Big-endian numbers of an IDX file.</summary>
    public static RowFormat Numbers(byte type) => new(type, null, 1, 0);

    /// <summary>Writes the values of a row.</summary>
    public void Decode(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (_valueOfByte is not null)
        {
            ByteValues.Decode(source, _valueOfByte, _planes, destination);
        }
        else if (_type == NativeSingle)
        {
            source.CopyTo(MemoryMarshal.AsBytes(destination));
        }
        else if (_type == IdxHeader.Single && BitConverter.IsLittleEndian)
        {
            // Vectorised, and the bits of IdxValues, which reads one value after the other.
            BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, int>(source), MemoryMarshal.Cast<float, int>(destination));
        }
        else
        {
            IdxValues.ToFloats(source, _type, destination);
        }
    }
}
