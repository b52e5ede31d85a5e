using NeuralPS.Engine.Data;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training;

/// <summary>
/// The samples that a training or a measurement takes next, brought from their files in the order in which they lie there and kept in the
/// order in which they are taken. Narrow rows come several to a call of the system; fetched one by one, each of them would take a call.
/// </summary>
internal sealed class SampleWindow : ParallelWork
{
    private const int Parts = 32;

    private readonly int _rowLength;
    private readonly bool _isOfPart;
    private readonly FileBlock[] _blocks;
    private readonly float[] _values;

    // The rows at the places in the window; the places by the blocks of these rows, and where those of each block begin.
    private readonly int[] _rows;
    private readonly int[] _places;
    private readonly int[] _starts;

    private RowStore? _store;
    private SampleOrder? _order;
    private int _blockCount;
    private int _epoch;
    private int _first;
    private int _firstPlace;
    private int _end;
    private CancellationToken _cancellation;

    private SampleWindow(WindowSize size)
    {
        _rowLength = size.RowLength;
        _isOfPart = size.IsOfPart;
        _blocks = [.. Enumerable.Range(0, Parts).Select(_ => new FileBlock())];
        _values = GC.AllocateUninitializedArray<float>(size.Rows * _rowLength);
        _rows = new int[size.Rows];
        _places = new int[size.Rows];
        _starts = new int[size.Blocks + 1];
    }

    /// <summary>The rows, one after the other.</summary>
    public float[] Values => _values;

    /// <summary>Makes a window; null where samples come no faster with one, or there is no memory for it.</summary>
    public static SampleWindow? Create(WindowSize size)
    {
        try
        {
            return size.Rows == 0 ? null : new SampleWindow(size);
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Sees to it that the samples of a batch are there.</summary>
    /// <param name="store">The samples: one of those that the window was made for.</param>
    /// <param name="order">The order in which they are taken.</param>
    /// <param name="first">The place in it of the first sample of the batch.</param>
    /// <param name="rows">Samples in the batch.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="cancellation">Ends reading.</param>
    /// <returns>False when they are not: reading was ended, or the samples are in memory.</returns>
    /// <exception cref="DataException">A file has become shorter or cannot be read any more.</exception>
    public bool TryMove(RowStore store, SampleOrder order, int first, int rows, WorkerPool pool, CancellationToken cancellation)
    {
        bool isSame = ReferenceEquals(store, _store) && ReferenceEquals(order, _order) && order.Epoch == _epoch;
        if (isSame && first >= _first && rows <= _end - first)
        {
            return true;
        }

        int blocks = store.BlockCount;
        if (blocks == 0 || blocks >= _starts.Length || rows > _places.Length)
        {
            return false;
        }

        // What is there already of a batch is kept, and a window of a part ends with it: so that each block is read for one window only.
        int kept = isSame && first >= _first ? Math.Max(0, _end - first) : 0;
        if (kept > 0)
        {
            _values.AsSpan(GetStart(first), kept * _rowLength).CopyTo(_values);
        }

        (_store, _order, _epoch, _first, _firstPlace) = (store, order, order.Epoch, first, kept);
        _end = first + Math.Min(_places.Length, order.Count - first);
        _end = _isOfPart ? Math.Min(_end, order.FindEnd(first + rows - 1)) : _end;
        _cancellation = cancellation;
        bool isComplete = false;
        try
        {
            order.CopyTo(first + kept, _rows.AsSpan(kept, _end - first - kept));
            SortByBlock(store);
            pool.Run(this, Parts);
            isComplete = !cancellation.IsCancellationRequested;
        }
        finally
        {
            _end = isComplete ? _end : first;
        }

        return isComplete;
    }

    /// <summary>Where the sample at the place <paramref name="index"/> of the order starts in <see cref="Values"/>.</summary>
    public int GetStart(int index) => (index - _first) * _rowLength;

    /// <inheritdoc/>
    public override void Run(int part)
    {
        int last = (int)((part + 1L) * _blockCount / Parts);
        FileBlock buffer = _blocks[part];
        int least = _store!.LeastRowsOfBlock;
        for (int block = (int)((long)part * _blockCount / Parts); block < last && !_cancellation.IsCancellationRequested; block++)
        {
            ReadOnlySpan<int> places = _places.AsSpan(_starts[block].._starts[block + 1]);
            bool isDense = places.Length >= least;
            foreach (int place in places)
            {
                Span<float> values = _values.AsSpan(place * _rowLength, _rowLength);
                int row = _rows[place];
                if (isDense)
                {
                    _store.CopyRow(row, buffer, values);
                }
                else
                {
                    _store.CopyRow(row, values);
                }
            }
        }

        buffer.Release();
    }

    // A counting sort: within a block the order makes no difference.
    private void SortByBlock(RowStore store)
    {
        int rows = _end - _first;
        (int least, int most) = (int.MaxValue, 0);
        for (int place = _firstPlace; place < rows; place++)
        {
            int block = store.GetBlock(_rows[place]);
            least = Math.Min(least, block);
            most = Math.Max(most, block);
        }

        _blockCount = most - least + 1;
        Span<int> starts = _starts.AsSpan(0, _blockCount + 1);
        starts.Clear();
        for (int place = _firstPlace; place < rows; place++)
        {
            starts[store.GetBlock(_rows[place]) - least]++;
        }

        int sum = 0;
        foreach (ref int start in starts)
        {
            sum += start;
            start = sum;
        }

        // From behind, so that each entry ends as the start of its block.
        for (int place = rows - 1; place >= _firstPlace; place--)
        {
            _places[--starts[store.GetBlock(_rows[place]) - least]] = place;
        }
    }
}
