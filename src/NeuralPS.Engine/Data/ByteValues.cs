namespace NeuralPS.Engine.Data;

/// <summary>What bytes stand for: value = byte * scale + offset, by a table.</summary>
internal static class ByteValues
{
    /// <summary>
    /// The value of each byte. A table of 256 floats is faster than converting and multiplying, and gives the same value for the same
    /// byte by construction.
    /// </summary>
    public static float[] MakeTable(float scale, float offset)
    {
        float[] table = new float[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (i * scale) + offset;
        }

        return table;
    }

    /// <summary>Writes the values of a row.</summary>
    /// <param name="source">The bytes of the row.</param>
    /// <param name="valueOfByte">The value of each byte.</param>
    /// <param name="planes">1 if the values stand in the order of the bytes; else the number of channels, stored plane by plane.</param>
    /// <param name="destination">Receives the values; at least as long as <paramref name="source"/>.</param>
    public static void Decode(ReadOnlySpan<byte> source, ReadOnlySpan<float> valueOfByte, int planes, Span<float> destination)
    {
        if (planes == 1)
        {
            for (int i = 0; i < source.Length; i++)
            {
                destination[i] = valueOfByte[source[i]];
            }

            return;
        }

        int pixels = source.Length / planes;
        for (int plane = 0; plane < planes; plane++)
        {
            ReadOnlySpan<byte> values = source.Slice(plane * pixels, pixels);
            int target = plane;
            for (int i = 0; i < values.Length; i++, target += planes)
            {
                destination[target] = valueOfByte[values[i]];
            }
        }
    }
}
