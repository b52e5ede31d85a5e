using System.Buffers.Binary;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>Converts the big-endian values of an IDX file.</summary>
internal static class IdxValues
{
    /// <summary>The values as float32.</summary>
    public static float[] ToFloats(byte[] bytes, IdxHeader header)
    {
        float[] values = new float[bytes.Length / header.ItemSize];
        ToFloats(bytes, header.Type, values);
        return values;
    }

    /// <summary>Writes values of the IDX type <paramref name="type"/> as float32.</summary>
    public static void ToFloats(ReadOnlySpan<byte> bytes, byte type, Span<float> values)
    {
        int size = IdxHeader.GetItemSize(type);
        for (int i = 0; i < bytes.Length / size; i++)
        {
            values[i] = (float)Read(bytes.Slice(i * size, size), type);
        }
    }

    /// <summary>The values as labels.</summary>
    /// <exception cref="FileFormatException">A value is no whole number from 0 (IdxLabel).</exception>
    public static ClassLabels ToLabels(byte[] bytes, IdxHeader header, string path)
    {
        if (header.Type == IdxHeader.UnsignedByte)
        {
            return new ClassLabels(bytes);
        }

        int[] labels = new int[bytes.Length / header.ItemSize];
        for (int i = 0; i < labels.Length; i++)
        {
            double value = Read(bytes.AsSpan(i * header.ItemSize, header.ItemSize), header.Type);
            if (!(value >= 0 && value < Dataset.MaximumClasses && value == Math.Floor(value)))
            {
                throw new FileFormatException(
                    "LabelOutOfRange",
                    $"'{path}', row {i + 1}: The label {value} is not a whole number from 0 to {Dataset.MaximumClasses - 1}.");
            }

            labels[i] = (int)value;
        }

        return new ClassLabels(labels);
    }

    private static double Read(ReadOnlySpan<byte> value, byte type) => type switch
    {
        IdxHeader.UnsignedByte => value[0],
        0x09 => (sbyte)value[0],
        0x0B => BinaryPrimitives.ReadInt16BigEndian(value),
        0x0C => BinaryPrimitives.ReadInt32BigEndian(value),
        IdxHeader.Single => BinaryPrimitives.ReadSingleBigEndian(value),
        _ => BinaryPrimitives.ReadDoubleBigEndian(value),
    };
}
