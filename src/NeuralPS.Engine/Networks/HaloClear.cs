using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// Puts the zeros of a halo back where other values use the same memory in between; what lies inside is written anyway.
/// </summary>
internal sealed unsafe class HaloClear
{
    private readonly Value _value;
    private readonly bool _isGradient;
    private readonly SampleWork _work;

    /// <summary>Prepares for the activations of a value, or for its gradient.</summary>
    public HaloClear(Value value, bool isGradient)
    {
        _value = value;
        _isGradient = isGradient;
        _work = new SampleWork(value.Layout.SampleStride, Clear);
    }

    /// <summary>Clears the halo of the first <paramref name="rows"/> samples.</summary>
    public void Run(WorkerPool pool, int rows) => _work.Run(pool, rows);

    private void Clear(int part, int first, int end)
    {
        Layout layout = _value.Layout;
        float* data = _isGradient ? _value.Gradient : _value.Data;
        int top = layout.Origin;
        int between = (layout.Halo.Left + layout.Halo.Right) * layout.PixelStride;
        int line = layout.Width * layout.PixelStride;
        for (int sample = first; sample < end; sample++)
        {
            for (int block = 0; block < layout.Blocks; block++)
            {
                float* plane = data + (sample * layout.SampleStride) + (block * layout.BlockStride);
                new Span<float>(plane, top).Clear();
                float* next = plane + top + line;
                for (int y = 1; y < layout.Height; y++, next += between + line)
                {
                    // The right edge of a line and the left one of the next are neighbours.
                    new Span<float>(next, between).Clear();
                }

                new Span<float>(next, (int)(plane + layout.BlockStride - next)).Clear();
            }
        }
    }
}
