using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A product whose rows are pixels of images: the forward pass of a convolution, or a part of its input gradient. It is shared
/// in parts of some images, some pixels, one group and some panels.
/// </summary>
internal sealed unsafe class ImageProduct
{
    // Rows of a part: enough for full tiles, few enough that what they read stays in the cache.
    private const int FewestRows = 64;
    private const int MostRows = 1024;
    private const int PanelsPerPart = 8;
    private const long PartMultiplyAdds = 2_000_000;

    private readonly ConvGeometry _geometry;
    private readonly PinnedTable<int> _aRows;
    private readonly PinnedTable<int> _cRows;
    private readonly PinnedTable<long> _aSegments;
    private readonly PinnedTable<long> _bSegments;
    private readonly BlockProduct _product;
    private readonly int _pixels;
    private readonly int _rowsPerPart;
    private readonly int _rowParts;
    private readonly int _panels;
    private readonly int _panelParts;

    /// <summary>Makes the tables.</summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="segments">What each pixel adds.</param>
    /// <param name="a">The layout of the images read.</param>
    /// <param name="c">The layout of the images written.</param>
    /// <param name="height">Lines of pixels to compute.</param>
    /// <param name="width">Pixels of a line to compute.</param>
    /// <param name="pixelOfA">Offset in A of the pixel at (y, x).</param>
    /// <param name="pixelOfC">Offset in C of the pixel at (y, x).</param>
    /// <param name="blocksOfA">Blocks of A to a group.</param>
    /// <param name="panels">Panels of C to a group.</param>
    public ImageProduct(
        ConvGeometry geometry,
        SegmentList segments,
        Layout a,
        Layout c,
        int height,
        int width,
        Func<int, int, long> pixelOfA,
        Func<int, int, long> pixelOfC,
        int blocksOfA,
        int panels)
    {
        _geometry = geometry;
        _pixels = height * width;
        ImagesPerPart = Math.Clamp((FewestRows + _pixels - 1) / Math.Max(_pixels, 1), 1, a.Batch);
        int rows = ImagesPerPart * _pixels;
        _aRows = new PinnedTable<int>(
            rows, r => checked((int)((r / _pixels * a.SampleStride) + pixelOfA(r % _pixels / width, r % width))));
        _cRows = new PinnedTable<int>(
            rows, r => checked((int)((r / _pixels * c.SampleStride) + pixelOfC(r % _pixels / width, r % width))));
        _aSegments = new PinnedTable<long>(segments.Count, s => segments[s].A);
        _bSegments = new PinnedTable<long>(segments.Count, s => segments[s].B);
        _panels = panels;
        _panelParts = (panels + PanelsPerPart - 1) / PanelsPerPart;
        int terms = Math.Max(segments.Count * segments.Inner, 1);
        long target = Math.Clamp(PartMultiplyAdds / (terms * Math.Min(panels, PanelsPerPart) * 16L), FewestRows, MostRows);
        _rowParts = (int)((rows + target - 1) / target);
        _rowsPerPart = _rowParts == 0 ? 0 : (((rows + _rowParts - 1) / _rowParts) + 7) / 8 * 8;
        SampleStrideOfA = a.SampleStride;
        SampleStrideOfC = c.SampleStride;
        GroupStrideOfA = blocksOfA * a.BlockStride;
        GroupStrideOfB = (long)panels * geometry.Taps * (geometry.IsDepthwise ? 1 : blocksOfA * geometry.TapLength) * Layout.BlockSize;
        _product = new BlockProduct
        {
            ARows = _aRows.Data,
            AStep = geometry.IsDepthwise ? Layout.BlockSize : 1,
            BPanelStride = GroupStrideOfB / panels,
            ASegments = _aSegments.Data,
            BSegments = _bSegments.Data,
            SegmentCount = segments.Count,
            Inner = segments.Inner,
            CRows = _cRows.Data,
            CPanelStride = c.BlockStride,
        };
    }

    /// <summary>Images to a part.</summary>
    public int ImagesPerPart { get; }

    private long SampleStrideOfA { get; }

    private long SampleStrideOfC { get; }

    private long GroupStrideOfA { get; }

    private long GroupStrideOfB { get; }

    /// <summary>The number of parts for a number of images.</summary>
    public int GetParts(int images) =>
        (images + ImagesPerPart - 1) / ImagesPerPart * _rowParts * _geometry.Groups * _panelParts;

    /// <summary>Computes a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="images">Images in all.</param>
    /// <param name="a">The images read.</param>
    /// <param name="b">The weights.</param>
    /// <param name="c">The images written.</param>
    /// <param name="bias">16 values a panel, or null.</param>
    /// <param name="rectify">True to replace negative results by zero.</param>
    /// <returns>What was computed.</returns>
    public PixelRange Run(int part, int images, float* a, float* b, float* c, float* bias, bool rectify)
    {
        int panelPart = part % _panelParts;
        int panel = panelPart * _panels / _panelParts;
        int panels = ((panelPart + 1) * _panels / _panelParts) - panel;
        part /= _panelParts;
        int group = part % _geometry.Groups;
        part /= _geometry.Groups;
        int row = part % _rowParts * _rowsPerPart;
        int image = part / _rowParts * ImagesPerPart;
        int rows = Math.Min(_rowsPerPart, (Math.Min(ImagesPerPart, images - image) * _pixels) - row);
        if (rows <= 0)
        {
            return default;
        }

        BlockProduct product = _product;
        product.A = a + (image * SampleStrideOfA) + (group * GroupStrideOfA);
        product.B = b + (group * GroupStrideOfB);
        product.C = c + (image * SampleStrideOfC) + (group * _panels * product.CPanelStride);
        product.Bias = bias == null ? null : bias + (group * _panels * Layout.BlockSize);
        product.Rectify = rectify;
        if (_geometry.IsDepthwise)
        {
            LanewiseKernel.Run(product, row, rows);
        }
        else
        {
            BlockKernel.Run(product, row, rows, panel, panels);
        }

        return new PixelRange(image * SampleStrideOfC, product.CRows + row, rows, (group * _panels) + panel, panels);
    }
}
