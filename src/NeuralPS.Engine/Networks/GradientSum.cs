using System.Numerics.Tensors;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// Adds the gradients that several readers of a value left to the one that its producer takes, in the order of the readers.
/// </summary>
internal sealed unsafe class GradientSum
{
    private readonly Value _target;
    private readonly Value[] _others;
    private readonly SampleWork _work;

    /// <summary>Prepares the sum.</summary>
    /// <param name="value">The value, with several readers.</param>
    public GradientSum(PlanValue value)
    {
        _target = value.Main;
        _others = [.. value.Others.Select(other => other.View)];
        Layout layout = _target.Layout;
        _work = new SampleWork(layout.IsRows ? layout.Blocks * Layout.BlockSize : layout.SampleStride, Add);
    }

    /// <summary>Adds the gradients of the first <paramref name="rows"/> samples.</summary>
    public void Run(WorkerPool pool, int rows) => _work.Run(pool, rows);

    private void Add(int part, int first, int end)
    {
        Layout layout = _target.Layout;
        int length = checked((int)((end - first) * layout.SampleStride));
        for (int block = 0; block < (layout.IsRows ? layout.Blocks : 1); block++)
        {
            long start = (block * layout.BlockStride) + (first * layout.SampleStride);
            var sum = new Span<float>(_target.Gradient + start, length);
            foreach (Value other in _others)
            {
                TensorPrimitives.Add(sum, new ReadOnlySpan<float>(other.Gradient + start, length), sum);
            }
        }
    }
}
