using System.Buffers.Binary;

namespace NeuralPS.Engine.Tests.Data.Readers;

/// <summary>Makes IDX files.</summary>
internal static class IdxFiles
{
    public static byte[] Make(byte type, int[] dimensions, params byte[] data)
    {
        byte[] file = new byte[4 + (4 * dimensions.Length) + data.Length];
        file[2] = type;
        file[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        data.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }
}
