using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>The cells of a column: in memory, or in a temporary file but for the last ones and those that were read last.</summary>
/// <param name="spool">The temporary file; null for memory.</param>
internal sealed class CellList<T>(CellSpool? spool)
    where T : unmanaged
{
    private readonly int _blockLength = spool?.BlockLength ?? int.MaxValue;
    private readonly List<T> _last = [];
    private readonly List<long> _blocks = [];
    private T[] _window = [];
    private int _windowBlock = -1;

    /// <summary>The number of cells.</summary>
    public int Count => First + _last.Count;

    private int First => _blocks.Count * _blockLength;

    /// <summary>A cell. Reading one after the other reads each block of the file once.</summary>
    public T this[int index]
    {
        get
        {
            int first = First;
            return index >= first ? _last[index - first] : ReadBlock(index / _blockLength)[index % _blockLength];
        }
    }

    /// <summary>The cells from <paramref name="first"/> on, as many as stand together; not beyond <paramref name="most"/>.</summary>
    public ReadOnlySpan<T> Read(int first, int most)
    {
        int stored = First;
        ReadOnlySpan<T> rest = first >= stored
            ? CollectionsMarshal.AsSpan(_last)[(first - stored)..]
            : ReadBlock(first / _blockLength).AsSpan(first % _blockLength);
        return rest[..Math.Min(most, rest.Length)];
    }

    /// <summary>Adds a cell.</summary>
    public void Add(T value)
    {
        _last.Add(value);
        if (spool is not null && _last.Count == _blockLength)
        {
            _blocks.Add(spool.Append<T>(CollectionsMarshal.AsSpan(_last)));
            _last.Clear();
        }
    }

    /// <summary>Adds the same cell several times.</summary>
    public void AddRepeated(T value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add(value);
        }
    }

    /// <summary>Takes back the cells from <paramref name="count"/> on; they are still in memory.</summary>
    public void Truncate(int count) =>
        CollectionsMarshal.SetCount(_last, Math.Clamp(count - First, 0, _last.Count));

    /// <summary>All cells.</summary>
    public T[] ToArray()
    {
        var values = new T[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this[i];
        }

        return values;
    }

    private T[] ReadBlock(int block)
    {
        if (_windowBlock != block)
        {
            _window = _window.Length > 0 ? _window : new T[_blockLength];
            spool!.Read<T>(_blocks[block], _window);
            _windowBlock = block;
        }

        return _window;
    }
}
