using System.Numerics;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Rows that follow one another in a large data set and are kept near one another where it is put into random order: a disk brings them
/// together hundreds of times as fast as one by one, and memory faster, too. Data sets that fit well into memory have none.
/// </summary>
internal static class RowGroups
{
    // The most values in a group.
    private const int Length = 1 << 15;

    // Fewer rows gain nothing together: a call of the system for a row that long takes little beside the copying.
    private const int LeastRows = 4;

    // What a row counts for at least: its place in an order takes memory, too.
    private const int LeastRowLength = 16;

    // As float32 a gigabyte.
    private const long MostValues = 1L << 28;

    /// <summary>Whether a data set does not fit well into memory.</summary>
    /// <param name="count">Rows in the data set.</param>
    /// <param name="rowLength">Values in a row.</param>
    public static bool AreIn(int count, int rowLength) => (long)count * Math.Max(rowLength, LeastRowLength) > MostValues;

    /// <summary>Rows in a group, a power of two; 1 where each row is taken by itself, as long ones are.</summary>
    /// <param name="count">Rows in the data set.</param>
    /// <param name="rowLength">Values in a row.</param>
    public static int CountRows(int count, int rowLength) => AreIn(count, rowLength) ? CountRows(rowLength) : 1;

    /// <summary>Rows in a group of a large data set, and in a block of a file.</summary>
    public static int CountRows(int rowLength)
    {
        int rows = Length / Math.Max(rowLength, LeastRowLength);
        return rows < LeastRows ? 1 : 1 << BitOperations.Log2((uint)rows);
    }
}
