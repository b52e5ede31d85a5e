using System.Collections;

namespace NeuralPS.Sweeps.Journals;

/// <summary>A list that one thread appends to while others read it: what was there once stays in its place.</summary>
internal sealed class AppendOnlyList<T> : IReadOnlyList<T>
{
    private T[] _items = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _items[index];
        }
    }

    /// <summary>One thread at a time.</summary>
    public void Add(T item)
    {
        int count = _count;
        if (count == _items.Length)
        {
            T[] larger = new T[Math.Max(4, count * 2)];
            _items.CopyTo(larger, 0);
            Volatile.Write(ref _items, larger);
        }

        _items[count] = item;
        Volatile.Write(ref _count, count + 1);
    }

    public IEnumerator<T> GetEnumerator()
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            yield return _items[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
