namespace NeuralPS.Engine.Kernels;

/// <summary>A table of offsets that never moves, so that kernels may hold its address; it lives as long as its owner.</summary>
/// <typeparam name="T">The type of an entry.</typeparam>
internal sealed unsafe class PinnedTable<T>
    where T : unmanaged
{
    private readonly T[] _entries;

    /// <summary>Fills the table.</summary>
    public PinnedTable(int length, Func<int, T> entry)
    {
        _entries = GC.AllocateUninitializedArray<T>(Math.Max(length, 1), pinned: true);
        Length = length;
        for (int i = 0; i < length; i++)
        {
            _entries[i] = entry(i);
        }

        fixed (T* data = _entries)
        {
            Data = data;
        }
    }

    /// <summary>The number of entries.</summary>
    public int Length { get; }

    /// <summary>The address of the first entry.</summary>
    public T* Data { get; }
}
