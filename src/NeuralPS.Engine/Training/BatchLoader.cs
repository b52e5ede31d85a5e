using System.Runtime.CompilerServices;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Augmentation;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Brings the rows of a batch to a plan's inputs: copies them in the plan's layouts, so that gathering is the packing, or only tells where
/// they lie, where that is enough. A row holds the values of all inputs. Images of a training may be augmented on the way.
/// </summary>
internal sealed unsafe class BatchLoader : ParallelWork
{
    private const int RowsPerPart = 8;

    // Rows that follow one another come from their file at once, up to so many values: else a call of the system for each.
    private const int ScratchValues = 1 << 13;

    private readonly Value[] _inputs;
    private readonly float[][] _scratch;
    private readonly int _rowLength;
    private readonly int _rowsAtOnce;
    private readonly float[][] _images;
    private readonly Augmenter? _augmenter;
    private readonly SampleWindow? _window;
    private RowStore? _store;
    private int _first;
    private int _rows;
    private int _epoch;
    private bool _isInWindow;

    /// <summary>Prepares for plans that read <paramref name="inputs"/>.</summary>
    /// <param name="inputs">Where samples go in.</param>
    /// <param name="augmenter">What happens to images in training; null for nothing.</param>
    /// <param name="window">Where samples of files are read ahead; null for not at all.</param>
    public BatchLoader(IReadOnlyList<Value> inputs, Augmenter? augmenter = null, SampleWindow? window = null)
    {
        _window = window;
        _augmenter = augmenter;
        _inputs = [.. inputs];
        Samples = new int[inputs[0].Layout.Batch];
        _rowLength = inputs.Sum(input => input.Shape.Length);
        _rowsAtOnce = Math.Clamp(ScratchValues / _rowLength, 1, RowsPerPart);
        int parts = (inputs[0].Layout.Batch + RowsPerPart - 1) / RowsPerPart;
        _scratch = new float[parts][];
        for (int i = 0; i < parts; i++)
        {
            _scratch[i] = new float[_rowsAtOnce * _rowLength];
        }

        _images = augmenter is null ? [] : [.. _scratch.Select(_ => new float[_rowLength])];
    }

    /// <summary>The rows of the batch that was loaded last come first in here.</summary>
    public int[] Samples { get; }

    /// <summary>Copies rows of <paramref name="store"/>.</summary>
    /// <param name="store">The rows.</param>
    /// <param name="order">The order in which they are taken.</param>
    /// <param name="first">The place in it of the first of the batch.</param>
    /// <param name="rows">Rows in the batch.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="epoch">The epoch of a training, from 1; 0 to take the rows as they are.</param>
    /// <param name="cancellation">Ends reading ahead; the batch is loaded all the same.</param>
    public void Load(
        RowStore store, SampleOrder order, int first, int rows, WorkerPool pool, int epoch = 0, CancellationToken cancellation = default)
    {
        _epoch = epoch;
        _store = store;
        order.CopyTo(first, Samples.AsSpan(0, rows));
        _first = first;
        _rows = rows;
        _isInWindow = _window?.TryMove(store, order, first, rows, pool, cancellation) == true;
        if (PlaceSamples(store))
        {
            return;
        }

        pool.Run(this, (rows + RowsPerPart - 1) / RowsPerPart);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int part)
    {
        int end = Math.Min((part + 1) * RowsPerPart, _rows);
        for (int row = part * RowsPerPart; row < end;)
        {
            ReadOnlySpan<float> sample = _isInWindow
                ? _window!.Values.AsSpan(_window.GetStart(_first + row), _rowLength)
                : _store!.PeekRow(Samples[row]);
            if (!sample.IsEmpty)
            {
                Place(sample, row++, part);
                continue;
            }

            int count = CountFollowing(row, Math.Min(end, row + _rowsAtOnce));
            Span<float> samples = _scratch[part].AsSpan(0, count * _rowLength);
            _store!.CopyRows(Samples[row], count, samples);
            for (int i = 0; i < count; i++)
            {
                Place(samples.Slice(i * _rowLength, _rowLength), row++, part);
            }
        }
    }

    private void Place(ReadOnlySpan<float> sample, int row, int part)
    {
        if (_augmenter is not null && _epoch > 0)
        {
            _augmenter.Apply(Samples[row], _epoch, sample, _images[part]);
            sample = _images[part];
        }

        foreach (Value input in _inputs)
        {
            if (input.Samples is not { AreOutside: true })
            {
                LayoutConverter.Store(sample[..input.Shape.Length], input.Data, input.Layout, row);
            }

            sample = sample[input.Shape.Length..];
        }
    }

    // Rows of the batch, from one on, that follow one another in the store.
    private int CountFollowing(int row, int end)
    {
        int count = 1;
        while (row + count < end && Samples[row + count] == Samples[row] + count)
        {
            count++;
        }

        return count;
    }

    // True when nothing is left to copy.
    private bool PlaceSamples(RowStore store)
    {
        bool areAllOutside = true;
        float[]? values = _augmenter is not null && _epoch > 0 ? null : _isInWindow ? _window!.Values : store.Values;
        int column = 0;
        foreach (Value input in _inputs)
        {
            if (values is null || input.Samples is null)
            {
                input.Samples?.PlaceInPlan();
                areAllOutside = false;
            }
            else
            {
                input.Samples.PlaceIn(values);
                for (int row = 0; row < _rows; row++)
                {
                    int start = _isInWindow ? _window!.GetStart(_first + row) : store.GetStart(Samples[row]);
                    input.Samples.Starts[row] = start + column;
                }
            }

            column += input.Shape.Length;
        }

        return areAllOutside;
    }
}
