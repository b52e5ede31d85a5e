using System.Numerics;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Rows that follow one another in a large data set and are kept near one another where it is put into random order: a disk brings them
/// together hundreds of times as fast as one by one, and memory faster, too. Data sets that fit well into memory have no groups.
/// </summary>
internal static class RowGroups
{
    /// <summary>The most values in a group, and with one byte to a value the most bytes in a block of a file: groups are whole blocks.</summary>
    public const int Length = 1 << 15;

    /// <summary>What a row counts for at least: its place in an order takes memory, too.</summary>
    public const int LeastRowLength = 16;

    // As float32 a gigabyte.
    private const long MostValues = 1L << 28;

    /// <summary>Rows in a group, a power of two; 1 where each row is taken by itself.</summary>
    /// <param name="count">Rows in the data set.</param>
    /// <param name="rowLength">Values in a row.</param>
    public static int CountRows(int count, int rowLength)
    {
        int length = Math.Max(rowLength, LeastRowLength);
        return (long)count * length > MostValues ? 1 << BitOperations.Log2((uint)Math.Max(1, Length / length)) : 1;
    }
}
