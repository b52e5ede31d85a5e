using System.Collections;

namespace NeuralPS.Engine.Data;

/// <summary>
/// The numbers of rows, as many as there are rows. Those that follow one another take no memory: most files have their rows on the lines
/// 2, 3, 4, ..., and a file of ten gigabytes may have a hundred million of them. Append only; then safe to read from any number of threads.
/// </summary>
internal sealed class RowNumbers : IReadOnlyList<int>
{
    private const int ChunkBits = 12;
    private const int ChunkLength = 1 << ChunkBits;

    private readonly List<Chunk> _chunks;

    private RowNumbers(List<Chunk> chunks) => _chunks = chunks;

    /// <summary>None yet.</summary>
    public RowNumbers()
        : this([])
    {
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a row.</summary>
    public int this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            Chunk chunk = _chunks[index >> ChunkBits];
            int offset = index & (ChunkLength - 1);
            return chunk.Numbers is { } numbers ? numbers[offset] : chunk.First + offset;
        }
    }

    /// <summary>The numbers 0, 1, ..., <paramref name="count"/> - 1.</summary>
    public static RowNumbers CountTo(int count)
    {
        var numbers = new RowNumbers { Count = count };
        for (long first = 0; first < count; first += ChunkLength)
        {
            numbers._chunks.Add(new Chunk((int)first, null));
        }

        return numbers;
    }

    /// <summary>These numbers.</summary>
    public static RowNumbers Of(IEnumerable<int> numbers)
    {
        var result = new RowNumbers();
        foreach (int number in numbers)
        {
            result.Add(number);
        }

        return result;
    }

    /// <summary>Appends a number.</summary>
    public void Add(int number)
    {
        int offset = Count & (ChunkLength - 1);
        if (offset == 0)
        {
            _chunks.Add(new Chunk(number, null));
        }
        else
        {
            (int first, int[]? numbers) = _chunks[^1];
            if (numbers is not null || number != first + offset)
            {
                numbers ??= [.. Enumerable.Range(first, offset)];
                if (offset == numbers.Length)
                {
                    Array.Resize(ref numbers, Math.Min(2 * offset, ChunkLength));
                }

                numbers[offset] = number;
                _chunks[^1] = new Chunk(first, numbers);
            }
        }

        Count++;
    }

    /// <summary>The same numbers, which stay as they are when more are added here. Copies next to nothing: numbers once there never change.</summary>
    public RowNumbers Copy() => new([.. _chunks]) { Count = Count };

    /// <summary>Copies the numbers from <paramref name="first"/> on.</summary>
    public void CopyTo(int first, Span<int> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = this[first + i];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Some numbers that stand together.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Numbers">All of them; null where each is one more than the one before.</param>
    private readonly record struct Chunk(int First, int[]? Numbers);
}
