using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A convolution with windows of 3 x 3 and stride 1 by Winograd's algorithm (see <see cref="WinogradTransform"/>): the forward pass, or
/// the input gradient, which is one over dz with turned weights. Each of the 36 products of a tile is a product of matrices over the
/// channels, for many tiles at once. A part is some neighbouring tiles, and stays in the cache from its pixels to its results; where all
/// tiles are few enough for one part, and several threads wait, it is some of their panels.
/// </summary>
internal sealed unsafe class WinogradProduct
{
    private const int BlockSize = Layout.BlockSize;
    private const int Size = WinogradTransform.OutputSize;
    private const int Products = WinogradTransform.Products;

    // Panels whose products wait for their transform at a time.
    private const int PanelsPerPass = 3;

    // Tiles of a part: enough to read the weights seldom, few enough that their transform stays in the second cache.
    private const int MostTiles = 64;
    private const int FewestTiles = 16;
    private const int MostFloats = 1 << 18;

    // Panels that are worth transforming the same tiles twice, and four times.
    private const int PanelsForTwoParts = 4;
    private const int PanelsForFourParts = 16;

    private const int LongestSegment = 128;

    // Squares of 16 x 16 channels: 256 x 256.
    private const int MostSquares = 256;

    private readonly Layout _a;
    private readonly Layout _c;
    private readonly long _originOfA;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _isPartial;
    private readonly int _blocks;
    private readonly int _panels;
    private readonly int _tilesAcross;
    private readonly int _tilesPerImage;
    private readonly int _tilesPerPart;
    private readonly int _mostPanelParts;
    private readonly PinnedTable<int> _aRows;
    private readonly PinnedTable<int> _cRows;
    private readonly PinnedTable<long> _aSegments;
    private readonly PinnedTable<long> _bSegments;
    private readonly Workspace _weights;
    private readonly ScratchMemory _scratch;
    private readonly WeightWork _weightWork;
    private int _panelParts;

    /// <summary>Lays out the product and reserves its memory.</summary>
    /// <param name="context">Reserves the memory.</param>
    /// <param name="a">The blocked images read.</param>
    /// <param name="originOfA">Where in an image of them the window of the first result begins.</param>
    /// <param name="c">The blocked images written.</param>
    /// <param name="height">Lines to compute; those after them become 0.</param>
    /// <param name="width">Pixels of a line to compute; those after them become 0.</param>
    public WinogradProduct(CompileContext context, Layout a, long originOfA, Layout c, int height, int width)
    {
        _a = a;
        _c = c;
        _originOfA = originOfA;
        _height = height;
        _width = width;
        _isPartial = height < c.Height || width < c.Width;
        _blocks = a.Blocks;
        _panels = c.Blocks;
        _tilesAcross = (_width + Size - 1) / Size;
        _tilesPerImage = _tilesAcross * ((_height + Size - 1) / Size);
        int tiles = checked(_tilesPerImage * a.Batch);
        int fitting = Math.Clamp(MostFloats / (Products * Terms) / 8 * 8, FewestTiles, MostTiles);
        _tilesPerPart = Math.Min(fitting, Math.Max(FewestTiles, ((tiles / 8) + 7) / 8 * 8));
        _mostPanelParts = tiles > _tilesPerPart || _panels < PanelsForTwoParts ? 1 : _panels < PanelsForFourParts ? 2 : 4;
        _aRows = new PinnedTable<int>(_tilesPerPart, tile => tile * Terms);
        _cRows = new PinnedTable<int>(_tilesPerPart, tile => tile * BlockSize);

        // Sums in as few segments as the kernel wants to be able to divide.
        int segments = Enumerable.Range(1, _blocks).First(n => _blocks % n == 0 && Terms / n <= LongestSegment);
        _aSegments = new PinnedTable<long>(segments, segment => segment * (Terms / segments));
        _bSegments = new PinnedTable<long>(segments, segment => segment * (Terms / segments) * BlockSize);
        _weights = context.Reserve((long)Products * _panels * Terms * BlockSize);
        _panelParts = _mostPanelParts;
        _scratch = new ScratchMemory(context, Products * (PlaneOfV + PlaneOfM), GetParts(a.Batch));
        _weightWork = new WeightWork(this);
    }

    private int Terms => _blocks * BlockSize;

    // An additional line keeps the planes from sharing few sets of the cache.
    private long PlaneOfV => ((long)_tilesPerPart * Terms) + BlockSize;

    private long PlaneOfM => ((long)_tilesPerPart * PanelsPerPass * BlockSize) + BlockSize;

    private long PlaneOfU => (long)_panels * Terms * BlockSize;

    /// <summary>
    /// True where tiles gain: windows of 3 x 3 at stride 1, enough channels to make up for the transforms, not so many that the weights,
    /// four times as large transformed, come from memory for every part, and images that tiles cover without much waste. The number of
    /// images has no say, so that an image has the same result in any batch: a single image of one tile pays for reading 36 weights in
    /// place of 9, in a third of a millisecond and not a quarter, and a batch takes half the time.
    /// </summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="tiled">The images in tiles of 4 x 4.</param>
    public static bool Suits(ConvGeometry geometry, in Layout tiled)
    {
        int tiles = (tiled.Height + Size - 1) / Size * ((tiled.Width + Size - 1) / Size);
        return geometry.Window is { Height: 3, Width: 3, Stride: 1, Dilation: 1 }
            && !geometry.Input.IsPlain
            && !geometry.IsDepthwise
            && !geometry.HasGaps
            && geometry.Groups == 1
            && geometry.Input.Channels > BlockSize
            && geometry.Output.Channels > BlockSize
            && geometry.Input.Blocks * geometry.Output.Blocks <= MostSquares
            && 2 * tiled.Height * tiled.Width >= tiles * Size * Size;
    }

    /// <summary>
    /// Chooses the parts of what comes next: one thread alone need not transform the same tiles again. A panel has the same bits either way.
    /// </summary>
    /// <param name="isShared">True when several threads will take the parts.</param>
    public void Divide(bool isShared) => _panelParts = isShared ? _mostPanelParts : 1;

    /// <summary>The number of parts for a number of images.</summary>
    public int GetParts(int images) => ((images * _tilesPerImage) + _tilesPerPart - 1) / _tilesPerPart * _panelParts;

    /// <summary>Transforms the weights after a change of them.</summary>
    /// <param name="weights">[panels][blocks][3][3][16 terms][16 results].</param>
    /// <param name="pool">The threads.</param>
    public void Refresh(float* weights, WorkerPool pool)
    {
        _weightWork.Source = weights;
        WorkSharing.Run(pool, _weightWork, _panels * _blocks, 4 * _weights.Length);
    }

    /// <summary>Computes a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="images">Images in all.</param>
    /// <param name="a">The images read.</param>
    /// <param name="c">The images written.</param>
    /// <param name="bias">16 values a panel, or null.</param>
    /// <param name="rectify">True to replace negative results by zero.</param>
    public void Run(int part, int images, float* a, float* c, float* bias, bool rectify)
    {
        (int first, int count, int firstPanel, int endPanel) = Cut(part, images);
        float* v = _scratch.Take(out int piece);
        float* m = v + (Products * PlaneOfV);
        for (int tile = 0; tile < count; tile++)
        {
            ReadTile(first + tile, a, v + ((long)tile * Terms));
        }

        BlockProduct product = new()
        {
            ARows = _aRows.Data,
            AStep = 1,
            BPanelStride = (long)Terms * BlockSize,
            ASegments = _aSegments.Data,
            BSegments = _bSegments.Data,
            SegmentCount = _aSegments.Length,
            Inner = Terms / _aSegments.Length,
            CRows = _cRows.Data,
            CPanelStride = (long)_tilesPerPart * BlockSize,
        };
        for (int panel = firstPanel, panels; panel < endPanel; panel += panels)
        {
            // Four as two and two: a single one leaves the processor waiting for its sums.
            int left = endPanel - panel;
            panels = left == PanelsPerPass + 1 ? left / 2 : Math.Min(PanelsPerPass, left);
            for (int i = 0; i < Products; i++)
            {
                product.A = v + (i * PlaneOfV);
                product.B = _weights.Data + (i * PlaneOfU) + (panel * product.BPanelStride);
                product.C = m + (i * PlaneOfM);
                BlockKernel.Run(product, 0, count, 0, panels);
            }

            for (int tile = 0; tile < count; tile++)
            {
                for (int i = 0; i < panels; i++)
                {
                    float* start = bias == null ? null : bias + ((panel + i) * BlockSize);
                    WriteTile(m + (i * product.CPanelStride) + (tile * BlockSize), start, rectify, first + tile, panel + i, c);
                }
            }
        }

        _scratch.Return(piece);
    }

    /// <summary>Writes a = g(z) for the results of a part.</summary>
    public void Activate(int part, int images, Activation activation, float* z, float* a)
    {
        (int first, int count, int firstPanel, int endPanel) = Cut(part, images);
        for (int tile = first; tile < first + count; tile++)
        {
            (long image, int y, int x) = Locate(tile, _c);
            for (int block = firstPanel; block < endPanel; block++)
            {
                int lanes = Math.Min(BlockSize, _c.Channels - (block * BlockSize));
                for (int line = y; line < Math.Min(y + Size, _height); line++)
                {
                    long at = image + _c.Origin + (block * _c.BlockStride) + ((long)line * _c.LineStride) + (x * BlockSize);
                    ActivationStep.Forward(activation, z + at, a + at, Math.Min(Size, _width - x), lanes);
                }
            }
        }
    }

    private (int Tile, int Tiles, int Panel, int EndPanel) Cut(int part, int images)
    {
        (int tilePart, int panelPart) = Math.DivRem(part, _panelParts);
        int tile = tilePart * _tilesPerPart;
        int tiles = Math.Min(_tilesPerPart, (images * _tilesPerImage) - tile);
        return (tile, tiles, panelPart * _panels / _panelParts, (panelPart + 1) * _panels / _panelParts);
    }

    // The image of a tile, and the line and pixel where its results begin.
    private (long Image, int Y, int X) Locate(int tile, in Layout layout)
    {
        (int image, int place) = Math.DivRem(tile, _tilesPerImage);
        return (image * layout.SampleStride, place / _tilesAcross * Size, place % _tilesAcross * Size);
    }

    // Pixels beyond the last that any result sees count as zeros.
    [SkipLocalsInit]
    private void ReadTile(int tile, float* a, float* v)
    {
        const int Side = WinogradTransform.InputSize;
        (long image, int y, int x) = Locate(tile, _a);
        float* source = a + image + _originOfA + ((long)y * _a.LineStride) + (x * BlockSize);
        int lines = Math.Min(Side, _height + 2 - y);
        int pixels = Math.Min(Side, _width + 2 - x);
        float* edge = stackalloc float[Products * BlockSize];
        if (lines < Side || pixels < Side)
        {
            new Span<float>(edge, Products * BlockSize).Clear();
        }

        for (int block = 0; block < _blocks; block++)
        {
            float* d = source + (block * _a.BlockStride);
            if (lines == Side && pixels == Side)
            {
                WinogradTransform.Input(d, _a.LineStride, v + (block * BlockSize), PlaneOfV);
                continue;
            }

            for (int line = 0; line < lines; line++)
            {
                var from = new ReadOnlySpan<float>(d + ((long)line * _a.LineStride), pixels * BlockSize);
                from.CopyTo(new Span<float>(edge + (line * Side * BlockSize), pixels * BlockSize));
            }

            WinogradTransform.Input(edge, Side * BlockSize, v + (block * BlockSize), PlaneOfV);
        }
    }

    // What lies below and to the right of the last tiles.
    private void ClearBeyond(float* target, int y, int x, int lines, int pixels)
    {
        int right = x + pixels == _width ? _c.Width - _width : 0;
        for (int line = 0; line < lines && right > 0; line++)
        {
            new Span<float>(target + ((long)line * _c.LineStride) + (pixels * BlockSize), right * BlockSize).Clear();
        }

        for (int line = lines; y + lines == _height && y + line < _c.Height; line++)
        {
            new Span<float>(target + ((long)line * _c.LineStride), (pixels + right) * BlockSize).Clear();
        }
    }

    [SkipLocalsInit]
    private void WriteTile(float* m, float* bias, bool rectify, int tile, int panel, float* c)
    {
        (long image, int y, int x) = Locate(tile, _c);
        float* target = c + image + _c.Origin + (panel * _c.BlockStride) + ((long)y * _c.LineStride) + (x * BlockSize);
        int lines = Math.Min(Size, _height - y);
        int pixels = Math.Min(Size, _width - x);
        if (_isPartial)
        {
            ClearBeyond(target, y, x, lines, pixels);
        }

        if (lines == Size && pixels == Size)
        {
            WinogradTransform.Output(m, PlaneOfM, bias, rectify, target, _c.LineStride);
            return;
        }

        float* edge = stackalloc float[Size * Size * BlockSize];
        WinogradTransform.Output(m, PlaneOfM, bias, rectify, edge, Size * BlockSize);
        for (int line = 0; line < lines; line++)
        {
            var from = new ReadOnlySpan<float>(edge + (line * Size * BlockSize), pixels * BlockSize);
            from.CopyTo(new Span<float>(target + ((long)line * _c.LineStride), pixels * BlockSize));
        }
    }

    /// <summary>Transforms the weights of a block of terms for a panel of results.</summary>
    private sealed class WeightWork(WinogradProduct owner) : ParallelWork
    {
        /// <summary>[panels][blocks][3][3][16 terms][16 results].</summary>
        public float* Source { get; set; }

        public override void Run(int part)
        {
            const int Square = BlockSize * BlockSize;
            float* from = Source + ((long)part * 9 * Square);
            float* to = owner._weights.Data + ((long)part * Square);
            for (int term = 0; term < BlockSize; term++)
            {
                WinogradTransform.Weight(from + (term * BlockSize), Square, to + (term * BlockSize), owner.PlaneOfU);
            }
        }
    }
}
