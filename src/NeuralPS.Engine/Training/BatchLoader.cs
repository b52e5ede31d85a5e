using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>Copies the rows of a batch into a plan's inputs, in the plan's layouts: gathering is the packing. A row holds the values of all inputs.</summary>
internal sealed unsafe class BatchLoader : ParallelWork
{
    private const int RowsPerPart = 8;

    private readonly Value[] _inputs;
    private readonly float[][] _scratch;
    private RowStore? _store;
    private int[] _order = [];
    private int _first;
    private int _rows;

    /// <summary>Prepares for plans that read <paramref name="inputs"/>.</summary>
    public BatchLoader(IReadOnlyList<Value> inputs)
    {
        _inputs = [.. inputs];
        int parts = (inputs[0].Layout.Batch + RowsPerPart - 1) / RowsPerPart;
        _scratch = new float[parts][];
        for (int i = 0; i < parts; i++)
        {
            _scratch[i] = new float[inputs.Sum(input => input.Shape.Length)];
        }
    }

    /// <summary>Copies the rows <c>order[first .. first + rows]</c> of <paramref name="store"/>.</summary>
    public void Load(RowStore store, int[] order, int first, int rows, WorkerPool pool)
    {
        _store = store;
        _order = order;
        _first = first;
        _rows = rows;
        pool.Run(this, (rows + RowsPerPart - 1) / RowsPerPart);
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        float[] scratch = _scratch[part];
        int end = Math.Min((part + 1) * RowsPerPart, _rows);
        for (int row = part * RowsPerPart; row < end; row++)
        {
            ReadOnlySpan<float> sample = _store!.PeekRow(_order[_first + row]);
            if (sample.IsEmpty)
            {
                _store.CopyRow(_order[_first + row], scratch);
                sample = scratch;
            }

            foreach (Value input in _inputs)
            {
                LayoutConverter.Store(sample[..input.Shape.Length], input.Data, input.Layout, row);
                sample = sample[input.Shape.Length..];
            }
        }
    }
}
