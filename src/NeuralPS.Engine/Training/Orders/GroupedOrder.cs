using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Training.Orders;

/// <summary>
/// A random order of more samples than fit into memory. Groups of rows that lie beside one another are put into random order; a thousand
/// of them, from all over the data set, make a part of the epoch, in which all rows are in random order. So a part is read with a call of
/// the system for each group. Even where a file is sorted by class, a part has the share of each class in the whole to within some
/// hundredths. Keeps two parts at a time: a batch may begin in one and end in the next.
/// </summary>
internal sealed class GroupedOrder : SampleOrder
{
    private const int MostGroups = 1024;

    private readonly ulong _seed;
    private readonly int _groupRows;
    private readonly int _partCount;
    private readonly int _missing;
    private readonly int[] _groups;
    private readonly int[][] _rows;
    private readonly int[] _parts = new int[2];
    private int _shortGroup;

    /// <summary>Creates the order.</summary>
    /// <param name="count">The number of samples.</param>
    /// <param name="groupRows">Samples in a group; the last may have fewer.</param>
    /// <param name="seed">The seed.</param>
    public GroupedOrder(int count, int groupRows, ulong seed)
        : base(count)
    {
        _seed = seed;
        _groupRows = groupRows;
        _groups = new int[(int)(((long)count + groupRows - 1) / groupRows)];
        _missing = (int)(((long)_groups.Length * groupRows) - count);
        _partCount = CountParts(_groups.Length);
        _rows = [new int[CountRowsInPart(count, groupRows)], new int[CountRowsInPart(count, groupRows)]];
    }

    /// <summary>The most samples in a part.</summary>
    public static int CountRowsInPart(int count, int groupRows)
    {
        int groups = (int)(((long)count + groupRows - 1) / groupRows);
        int parts = CountParts(groups);
        return (groups + parts - 1) / parts * groupRows;
    }

    /// <inheritdoc/>
    public override int FindEnd(int place) => StartOf(FirstGroup(FindPart(place) + 1));

    /// <inheritdoc/>
    public override void CopyTo(int first, Span<int> rows)
    {
        while (rows.Length > 0)
        {
            int part = FindPart(first);
            ReadOnlySpan<int> all = GetRows(part);
            int start = first - StartOf(FirstGroup(part));
            int count = Math.Min(rows.Length, all.Length - start);
            all.Slice(start, count).CopyTo(rows);
            first += count;
            rows = rows[count..];
        }
    }

    /// <inheritdoc/>
    protected override void Arrange()
    {
        for (int i = 0; i < _groups.Length; i++)
        {
            _groups[i] = i;
        }

        new RandomStream(_seed, RandomPurpose.Shuffle, 0, Epoch).Shuffle(_groups);
        _shortGroup = Array.IndexOf(_groups, _groups.Length - 1);
        _parts.AsSpan().Fill(-1);
    }

    private static int CountParts(int groups) => (groups + MostGroups - 1) / MostGroups;

    // All parts of nearly the same size: a last one of a few groups would be in hardly any random order.
    private int FirstGroup(int part) => (int)((long)_groups.Length * part / _partCount);

    // Where the group at a place of the order starts: only one group can be short.
    private int StartOf(int place) => (int)(((long)place * _groupRows) - (place > _shortGroup ? _missing : 0));

    private int FindPart(int sample)
    {
        // The short group, and rounding, can leave it one part behind.
        int part = (int)((long)(sample / _groupRows) * _partCount / _groups.Length);
        while (StartOf(FirstGroup(part + 1)) <= sample)
        {
            part++;
        }

        return part;
    }

    private ReadOnlySpan<int> GetRows(int part)
    {
        int first = FirstGroup(part);
        int end = FirstGroup(part + 1);
        int slot = part & 1;
        Span<int> rows = _rows[slot].AsSpan(0, StartOf(end) - StartOf(first));
        if (_parts[slot] != part)
        {
            int place = 0;
            foreach (int group in _groups.AsSpan(first, end - first))
            {
                int row = group * _groupRows;
                for (int last = row + Math.Min(_groupRows, Count - row); row < last; row++)
                {
                    rows[place++] = row;
                }
            }

            new RandomStream(_seed, RandomPurpose.Shuffle, 1 + part, Epoch).Shuffle(rows);
            _parts[slot] = part;
        }

        return rows;
    }
}
