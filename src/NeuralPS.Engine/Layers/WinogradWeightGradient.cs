using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The weight gradient of a convolution with windows of 3 x 3 and stride 1 by Winograd's algorithm (see
/// <see cref="WinogradGradientTransform"/>). A part sums the products over the tiles of some images; the sums of all are added up in
/// their order. How many there are depends on sizes alone.
/// </summary>
internal sealed unsafe class WinogradWeightGradient
{
    private const int BlockSize = Layout.BlockSize;
    private const int Size = WinogradTransform.OutputSize;
    private const int Side = WinogradTransform.InputSize;
    private const int Products = WinogradTransform.Products;

    // Tiles to transform at a time: many to load and store the sums seldom, few enough to find the transforms in the second cache.
    private const int MostTiles = 64;
    private const int FewestTiles = 32;
    private const int MostFloats = 1 << 18;

    // Groups of images summed apart, so that many threads have work; and floats to spend on them.
    private const int FewestSums = 2;
    private const int MostSums = 8;
    private const long MostFloatsOfSums = 4_000_000;

    private readonly ConvGeometry _geometry;
    private readonly Layout _x;
    private readonly Layout _dz;
    private readonly int _height;
    private readonly int _width;
    private readonly int _tilesAcross;
    private readonly int _tilesPerImage;
    private readonly int _tilesPerPass;
    private readonly int _imagesPerSum;
    private readonly PinnedTable<int> _aRows;
    private readonly PinnedTable<int> _cRows;
    private readonly PinnedTable<long> _zero;
    private readonly Workspace _sums;
    private readonly ScratchMemory _scratch;

    /// <summary>Lays out the products and reserves their memory.</summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="gradient">The layout of dz.</param>
    /// <param name="context">Reserves the memory.</param>
    public WinogradWeightGradient(ConvGeometry geometry, Layout gradient, CompileContext context)
    {
        _geometry = geometry;
        _x = geometry.Input;
        _dz = gradient;
        (_height, _width) = context.GradientExtent;
        _tilesAcross = (_width + Size - 1) / Size;
        _tilesPerImage = _tilesAcross * ((_height + Size - 1) / Size);
        int batch = gradient.Batch;
        long sums = Math.Clamp(Math.Min(MostFloatsOfSums / SumLength, MostSums), 1, batch);
        _imagesPerSum = (int)((batch + sums - 1) / sums);
        int fitting = Math.Clamp(MostFloats / (Products * (Terms + (_dz.Blocks * BlockSize))) / 8 * 8, FewestTiles, MostTiles);
        _tilesPerPass = Math.Min(fitting, checked(_imagesPerSum * _tilesPerImage));
        _aRows = new PinnedTable<int>(
            Terms, channel => (channel / BlockSize * _tilesPerPass * BlockSize) + (channel % BlockSize));
        _cRows = new PinnedTable<int>(Terms, channel => channel * BlockSize);
        _zero = new PinnedTable<long>(1, _ => 0);
        _sums = context.Reserve(GetSums(batch) * SumLength);
        _scratch = new ScratchMemory(context, Products * (PlaneOfV + PlaneOfQ), GetParts(batch));
    }

    /// <summary>True where tiles gain: where several threads can have sums of their own too.</summary>
    /// <param name="geometry">The convolution.</param>
    public static bool Suits(ConvGeometry geometry) =>
        WinogradProduct.Suits(geometry, geometry.Output)
        && (long)Products * geometry.Input.Blocks * geometry.Output.Blocks * BlockSize * BlockSize * FewestSums <= MostFloatsOfSums;

    /// <summary>Parts of the reduction.</summary>
    public int ReductionParts => _dz.Blocks * _x.Blocks;

    private int Terms => _x.Blocks * BlockSize;

    private long SumLength => Products * PlaneOfU;

    private long PlaneOfU => (long)Terms * _dz.Blocks * BlockSize;

    // An additional line keeps the planes from sharing few sets of the cache.
    private long PlaneOfV => ((long)_tilesPerPass * Terms) + BlockSize;

    private long PlaneOfQ => ((long)_tilesPerPass * _dz.Blocks * BlockSize) + BlockSize;

    /// <summary>The number of parts for a number of images.</summary>
    public int GetParts(int images) => GetSums(images);

    /// <summary>Computes a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="images">Images in all.</param>
    /// <param name="x">The images read.</param>
    /// <param name="dz">The gradient.</param>
    public void Run(int part, int images, float* x, float* dz)
    {
        int first = part * _imagesPerSum * _tilesPerImage;
        int end = Math.Min(first + (_imagesPerSum * _tilesPerImage), images * _tilesPerImage);
        float* v = _scratch.Take(out int piece);
        float* q = v + (Products * PlaneOfV);
        float* u = _sums.Data + (part * SumLength);
        BlockProduct product = new()
        {
            ARows = _aRows.Data,
            AStep = BlockSize,
            BPanelStride = (long)_tilesPerPass * BlockSize,
            ASegments = _zero.Data,
            BSegments = _zero.Data,
            SegmentCount = 1,
            CRows = _cRows.Data,
            CPanelStride = (long)Terms * BlockSize,
        };
        for (int tile = first; tile < end; tile += _tilesPerPass)
        {
            int count = Math.Min(_tilesPerPass, end - tile);
            for (int i = 0; i < count; i++)
            {
                ReadTile(tile + i, x, dz, v + (i * BlockSize), q + (i * BlockSize));
            }

            product.Inner = count;
            product.Accumulate = tile > first;
            for (int i = 0; i < Products; i++)
            {
                product.A = v + (i * PlaneOfV);
                product.B = q + (i * PlaneOfQ);
                product.C = u + (i * PlaneOfU);
                BlockKernel.Run(product, 0, Terms, 0, _dz.Blocks);
            }
        }

        _scratch.Return(piece);
    }

    /// <summary>Turns the sums of a block of channels and one of filters into the gradient.</summary>
    /// <param name="part">The part.</param>
    /// <param name="images">Images in all.</param>
    /// <param name="dw">Receives the gradient.</param>
    public void Reduce(int part, int images, float* dw)
    {
        const int Square = BlockSize * BlockSize;
        float* from = _sums.Data + ((long)part * Square);
        float* to = dw + ((long)part * 9 * Square);
        for (int channel = 0; channel < BlockSize; channel++)
        {
            int at = channel * BlockSize;
            WinogradGradientTransform.Weight(from + at, PlaneOfU, GetSums(images), SumLength, to + at, Square);
        }
    }

    private int GetSums(int images) => (images + _imagesPerSum - 1) / _imagesPerSum;

    // Pixels beyond the last result count as zeros, and so does what only they would see.
    [SkipLocalsInit]
    private void ReadTile(int tile, float* x, float* dz, float* v, float* q)
    {
        (int image, int place) = Math.DivRem(tile, _tilesPerImage);
        int ty = place / _tilesAcross * Size;
        int tx = place % _tilesAcross * Size;
        float* d = x + (image * _x.SampleStride) + _geometry.WindowOrigin + ((long)ty * _x.LineStride) + (tx * BlockSize);
        float* dy = dz + (image * _dz.SampleStride) + _dz.Origin + ((long)ty * _dz.LineStride) + (tx * BlockSize);
        bool isWhole = ty + Size <= _height && tx + Size <= _width;
        float* edge = stackalloc float[Side * Side * BlockSize];
        for (int block = 0; block < _x.Blocks; block++)
        {
            float* from = d + (block * _x.BlockStride);
            long stride = isWhole ? _x.LineStride : Side * BlockSize;
            from = isWhole ? from : Pad(from, _x.LineStride, _height + 2 - ty, _width + 2 - tx, edge, Side);
            WinogradTransform.Input(from, stride, v + ((long)block * _tilesPerPass * BlockSize), PlaneOfV);
        }

        // What follows the gradient is zero already, and so is the halo.
        isWhole = ty + Size <= _dz.Height + _dz.Halo.Bottom && tx + Size <= _dz.Width + _dz.Halo.Right;
        for (int block = 0; block < _dz.Blocks; block++)
        {
            float* from = dy + (block * _dz.BlockStride);
            long stride = isWhole ? _dz.LineStride : Size * BlockSize;
            from = isWhole ? from : Pad(from, _dz.LineStride, _height - ty, _width - tx, edge, Size);
            WinogradGradientTransform.Output(from, stride, q + ((long)block * _tilesPerPass * BlockSize), PlaneOfQ);
        }
    }

    private static float* Pad(float* from, long stride, int lines, int pixels, float* edge, int side)
    {
        pixels = Math.Min(pixels, side);
        for (int line = 0; line < side; line++)
        {
            int length = line < lines ? pixels * BlockSize : 0;
            var to = new Span<float>(edge + (line * side * BlockSize), side * BlockSize);
            new ReadOnlySpan<float>(from + (line * stride), length).CopyTo(to);
            to[length..].Clear();
        }

        return edge;
    }
}
