using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Work on a batch that treats each block of 16 channels by itself, in short stretches of pixels that stay in the cache. A part is some
/// neighbouring samples of one block; how many depends on the size of a sample only, never on the number of threads.
/// </summary>
internal sealed class BlockWork : ParallelWork
{
    // Handing over a part costs under a microsecond, and so many elements take several.
    private const int ElementsPerPart = 16384;

    private readonly Body _body;
    private readonly LineWalk _walk;
    private readonly bool _isRows;
    private readonly long _elementsPerPlane;
    private readonly int _samplesPerPart;
    private int _rows;
    private int _groups;

    /// <summary>Creates the work, once, while compiling.</summary>
    /// <param name="input">The blocked layout of what is read.</param>
    /// <param name="output">The blocked layout of what is written, of the same shape.</param>
    /// <param name="body">Does one stretch.</param>
    public BlockWork(in Layout input, in Layout output, Body body)
    {
        _walk = new LineWalk(input, output);
        _isRows = input.IsRows;
        _elementsPerPlane = (long)input.Height * input.Width * Layout.BlockSize;
        _samplesPerPart = (int)Math.Max(1, ElementsPerPart / _elementsPerPlane);
        _body = body;
    }

    /// <summary>Does a stretch.</summary>
    /// <param name="part">The part that it belongs to: neighbouring samples of one block.</param>
    /// <param name="block">The block of channels.</param>
    /// <param name="input">Where the stretch begins in the input.</param>
    /// <param name="output">Where it begins in the output.</param>
    /// <param name="pixels">Its length, at most <see cref="LongestStretch"/>.</param>
    public delegate void Body(int part, int block, long input, long output, int pixels);

    /// <summary>The largest number of pixels of a stretch: several of them fit the first cache.</summary>
    public static int LongestStretch => 64;

    /// <summary>The parts of each block: those of block b are numbered from b times this on.</summary>
    public int GetPartsPerBlock(int rows) => (rows + _samplesPerPart - 1) / _samplesPerPart;

    /// <summary>Does the first <paramref name="rows"/> samples.</summary>
    public void Run(WorkerPool pool, int rows)
    {
        _rows = rows;
        _groups = GetPartsPerBlock(rows);
        long elements = (long)rows * _walk.Blocks * _elementsPerPlane;
        WorkSharing.Run(pool, this, _groups * _walk.Blocks, WorkSharing.CostOfElement * elements);
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        (int block, int group) = Math.DivRem(part, _groups);
        int first = group * _samplesPerPart;
        int end = Math.Min(first + _samplesPerPart, _rows);

        // Neighbouring flat rows are contiguous within a block.
        (int samples, int pixels) = _isRows ? (1, end - first) : (end - first, _walk.Pixels);
        for (int sample = first; sample < first + samples; sample++)
        {
            for (int line = 0; line < _walk.Lines; line++)
            {
                (long input, long output) = _walk.GetOffsets(sample, block, line);
                for (int pixel = 0; pixel < pixels; pixel += LongestStretch)
                {
                    int offset = pixel * Layout.BlockSize;
                    _body(part, block, input + offset, output + offset, Math.Min(LongestStretch, pixels - pixel));
                }
            }
        }
    }
}
