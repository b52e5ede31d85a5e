namespace NeuralPS.Engine.Formats.Png;

/// <summary>The checksum of PNG's chunks: CRC-32 with the polynomial 0xEDB88320 (bits reversed).</summary>
internal static class PngCrc
{
    private static readonly uint[] _table = MakeTable();

    /// <summary>The checksum of <paramref name="data"/>; that of the nine digits "123456789" is 0xCBF43926.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc = _table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            table[i] = crc;
        }

        return table;
    }
}
