using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>The products of a dense layer, all but the addresses of the factors and the result.</summary>
internal sealed unsafe class DenseTables
{
    private const int BlockSize = Layout.BlockSize;

    // A strip of the weights that the tiles of a part read in turn stays in the second cache.
    private const int BlocksPerSegment = 64;

    // The products hold addresses of these.
    private readonly PinnedTable<int> _rows;
    private readonly PinnedTable<int> _features;
    private readonly PinnedTable<int> _weights;
    private readonly PinnedTable<long> _inputBlocks;
    private readonly PinnedTable<long> _outputBlocks;
    private readonly PinnedTable<long> _squares;
    private readonly PinnedTable<long> _zero;
    private readonly PinnedTable<long> _outsideTerms;
    private readonly PinnedTable<long> _outsideWeights;

    /// <summary>Makes the tables.</summary>
    public DenseTables(Layout input, Layout output)
    {
        _rows = new PinnedTable<int>(input.Batch, row => row * BlockSize);
        _features = new PinnedTable<int>(
            input.Blocks * BlockSize, i => checked((int)((i / BlockSize * input.BlockStride) + (i % BlockSize))));
        _weights = new PinnedTable<int>(input.Blocks * BlockSize, i => i * BlockSize);
        _inputBlocks = new PinnedTable<long>(input.Blocks, block => block * input.BlockStride);
        _outputBlocks = new PinnedTable<long>(output.Blocks, block => block * output.BlockStride);
        _squares = new PinnedTable<long>(Math.Max(input.Blocks, output.Blocks), block => block * BlockSize * BlockSize);
        _zero = new PinnedTable<long>(1, _ => 0);
        int outsideSegments = CountOutsideSegments(input.Blocks);
        int outsideTerms = input.Blocks / outsideSegments * BlockSize;
        _outsideTerms = new PinnedTable<long>(outsideSegments, segment => segment * outsideTerms);
        _outsideWeights = new PinnedTable<long>(outsideSegments, segment => segment * outsideTerms * BlockSize);
        Forward = new BlockProduct
        {
            ARows = _rows.Data,
            AStep = 1,
            BPanelStride = input.Blocks * BlockSize * BlockSize,
            ASegments = _inputBlocks.Data,
            BSegments = _squares.Data,
            SegmentCount = input.Blocks,
            Inner = BlockSize,
            CRows = _rows.Data,
            CPanelStride = output.BlockStride,
        };
        ForwardOutside = Forward with
        {
            ASegments = _outsideTerms.Data,
            BSegments = _outsideWeights.Data,
            SegmentCount = outsideSegments,
            Inner = outsideTerms,
        };
        InputGradient = new BlockProduct
        {
            ARows = _rows.Data,
            AStep = 1,
            BPanelStride = output.Blocks * BlockSize * BlockSize,
            ASegments = _outputBlocks.Data,
            BSegments = _squares.Data,
            SegmentCount = output.Blocks,
            Inner = BlockSize,
            CRows = _rows.Data,
            CPanelStride = input.BlockStride,
        };
        WeightGradient = new BlockProduct
        {
            ARows = _features.Data,
            AStep = BlockSize,
            BPanelStride = output.BlockStride,
            ASegments = _zero.Data,
            BSegments = _zero.Data,
            SegmentCount = 1,
            CRows = _weights.Data,
            CPanelStride = input.Blocks * BlockSize * BlockSize,
        };
    }

    /// <summary>z = x W': rows are samples, the sum runs over inputs.</summary>
    public BlockProduct Forward { get; }

    /// <summary>The same with samples outside of the plan, whose values follow one another.</summary>
    public BlockProduct ForwardOutside { get; }

    /// <summary>dL/dx = dL/dz W: rows are samples, the sum runs over units.</summary>
    public BlockProduct InputGradient { get; }

    /// <summary>dL/dW' = x' dL/dz: rows are inputs, the sum runs over samples (<c>Inner</c> of them).</summary>
    public BlockProduct WeightGradient { get; }

    // The fewest that are equal and not too long.
    private static int CountOutsideSegments(int blocks)
    {
        int segments = (blocks + BlocksPerSegment - 1) / BlocksPerSegment;
        while (blocks % segments != 0)
        {
            segments++;
        }

        return segments;
    }
}
