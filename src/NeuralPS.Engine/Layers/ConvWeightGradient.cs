using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// dL/dw[ky, kx] = sum over images and pixels of dz[y, x] x[y s + ky d, x s + kx d]. Shared in parts of some weights and some
/// images; images that are summed apart are added up in their order. Their number depends on sizes alone.
/// </summary>
internal sealed unsafe class ConvWeightGradient
{
    // Pixels that a tile adds before its sums go to memory.
    private const int FewestPixels = 128;

    // Parts to aim for, so that many threads have work; and floats to spend on images summed apart.
    private const int WantedParts = 32;
    private const long MostFloats = 4_000_000;

    private const int PanelsPerPart = 3;
    private const int ReductionLength = 8192;

    private readonly ConvGeometry _geometry;
    private readonly Layout _gradient;
    private readonly Workspace? _sums;
    private readonly PinnedTable<int> _aRows;
    private readonly PinnedTable<int> _cRows;
    private readonly PinnedTable<long> _aSegments;
    private readonly PinnedTable<long> _bSegments;
    private readonly BlockProduct _product;
    private readonly int _segmentsPerImage;
    private readonly int _imagesPerPass;
    private readonly int _imagesPerSum;
    private readonly int _rowsPerPart;
    private readonly int _rowParts;
    private readonly int _panelParts;

    /// <summary>Makes the tables.</summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="gradient">The layout of dz.</param>
    /// <param name="context">Reserves the memory of images summed apart.</param>
    public ConvWeightGradient(ConvGeometry geometry, Layout gradient, CompileContext context)
    {
        _geometry = geometry;
        _gradient = gradient;
        Layout input = geometry.Input;
        Layout output = geometry.Output;
        Window window = geometry.Window;
        int batch = output.Batch;
        int tapLength = geometry.TapLength;
        _aRows = new PinnedTable<int>(
            geometry.PanelTerms,
            i => checked((int)(geometry.WindowOrigin
                + (i / tapLength / geometry.Taps * input.BlockStride)
                + geometry.TapOffset(i / tapLength % geometry.Taps / window.Width, i / tapLength % window.Width)
                + (i % tapLength))));
        _cRows = new PinnedTable<int>(geometry.PanelTerms, i => i * Layout.BlockSize);

        int aStep = window.Stride * input.PixelStride;
        var segments = new SegmentList(output.Width, aStep);
        for (int y = 0; y < output.Height; y++)
        {
            segments.Add((long)y * window.Stride * input.LineStride, gradient.Origin + ((long)y * gradient.LineStride));
        }

        segments.Join();
        _segmentsPerImage = segments.Count;
        _imagesPerPass = Math.Clamp((FewestPixels - 1) / (output.Height * output.Width) + 1, 1, batch);
        int count = _segmentsPerImage * _imagesPerPass;
        _aSegments = new PinnedTable<long>(
            count, s => segments[s % _segmentsPerImage].A + (s / _segmentsPerImage * input.SampleStride));
        _bSegments = new PinnedTable<long>(
            count, s => segments[s % _segmentsPerImage].B + (s / _segmentsPerImage * gradient.SampleStride));
        _product = new BlockProduct
        {
            ARows = _aRows.Data,
            AStep = aStep,
            BPanelStride = gradient.BlockStride,
            ASegments = _aSegments.Data,
            BSegments = _bSegments.Data,
            Inner = segments.Inner,
            CRows = _cRows.Data,
            CPanelStride = (long)geometry.PanelTerms * Layout.BlockSize,
        };

        _rowParts = geometry.InputBlocks;
        _rowsPerPart = geometry.PanelTerms / _rowParts;
        _panelParts = (geometry.OutputBlocks + PanelsPerPart - 1) / PanelsPerPart;
        long sums = Math.Min(WantedParts / WeightParts, MostFloats / geometry.WeightLength);
        _imagesPerSum = (int)((batch + Math.Clamp(sums, 1, batch) - 1) / Math.Clamp(sums, 1, batch));
        int apart = ((batch + _imagesPerSum - 1) / _imagesPerSum) - 1;
        _sums = apart > 0 ? context.Reserve((long)apart * geometry.WeightLength) : null;
    }

    /// <summary>Parts of the reduction.</summary>
    public int ReductionParts => (_geometry.WeightLength + ReductionLength - 1) / ReductionLength;

    /// <summary>True when a part sees all weights of its images: then dz can be made where it is used, in the cache.</summary>
    public bool IsByImage => WeightParts == 1;

    private int WeightParts => _rowParts * _panelParts * _geometry.Groups;

    /// <summary>The number of parts for a number of images.</summary>
    public int GetParts(int images) => GetSums(images) * WeightParts;

    /// <summary>True when the sums of several groups of images have to be added up.</summary>
    public bool NeedsReduction(int images) => GetSums(images) > 1;

    /// <summary>Computes a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="images">Images in all.</param>
    /// <param name="x">The images read.</param>
    /// <param name="dz">The gradient.</param>
    /// <param name="dw">Receives the sum over the first group of images.</param>
    /// <param name="slope">Makes dz of an image, when that is not done before.</param>
    public void Run(int part, int images, float* x, float* dz, float* dw, ParallelWork? slope)
    {
        int sum = part / WeightParts;
        part %= WeightParts;
        int row = part % _rowParts * _rowsPerPart;
        int panelPart = part / _rowParts % _panelParts;

        // Dealt evenly: four panels make 2 + 2, not 3 + 1.
        int panel = panelPart * _geometry.OutputBlocks / _panelParts;
        int panels = ((panelPart + 1) * _geometry.OutputBlocks / _panelParts) - panel;
        int group = part / _rowParts / _panelParts;
        BlockProduct product = _product;
        product.C = sum == 0 ? dw : _sums!.Data + ((sum - 1L) * _geometry.WeightLength);
        product.C += group * _geometry.OutputBlocks * product.CPanelStride;
        int first = sum * _imagesPerSum;
        int end = Math.Min(first + _imagesPerSum, images);
        for (int image = first; image < end; image += _imagesPerPass)
        {
            product.A = x + (image * _geometry.Input.SampleStride) + (group * _geometry.InputBlocks * _geometry.Input.BlockStride);
            product.B = dz + (image * _gradient.SampleStride) + (group * _geometry.OutputBlocks * _gradient.BlockStride);
            int count = Math.Min(_imagesPerPass, end - image);
            for (int i = 0; i < count && slope is not null; i++)
            {
                slope.Run(image + i);
            }

            product.SegmentCount = count * _segmentsPerImage;
            product.Accumulate = image > first;
            if (_geometry.IsDepthwise)
            {
                LanewiseKernel.Run(product, row, _rowsPerPart);
            }
            else
            {
                BlockKernel.Run(product, row, _rowsPerPart, panel, panels);
            }
        }
    }

    /// <summary>Adds up a part of the sums, in the order of the images.</summary>
    public void Reduce(int part, int images, float* dw)
    {
        int start = part * ReductionLength;
        int length = Math.Min(ReductionLength, _geometry.WeightLength - start);
        var total = new Span<float>(dw + start, length);
        for (int sum = 1; sum < GetSums(images); sum++)
        {
            var other = new ReadOnlySpan<float>(_sums!.Data + ((sum - 1L) * _geometry.WeightLength) + start, length);
            Arithmetic.Add(total, other, total);
        }
    }

    /// <summary>Zeroes the gradient of weights that stand where a filter does not see a channel.</summary>
    public void ClearGaps(float* dw)
    {
        int filters = _geometry.OutputBlocks * Layout.BlockSize;
        int channels = _geometry.InputBlocks * Layout.BlockSize;
        for (int group = 0; group < _geometry.Groups; group++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                float* panel = dw + (((group * _geometry.OutputBlocks) + (filter / Layout.BlockSize)) * _product.CPanelStride);
                for (int channel = 0; channel < channels; channel++)
                {
                    if (_geometry.Sees(group, filter, channel))
                    {
                        continue;
                    }

                    float* square = panel + ((long)channel / Layout.BlockSize * _geometry.Taps * Layout.BlockSize * Layout.BlockSize);
                    for (int tap = 0; tap < _geometry.Taps; tap++)
                    {
                        square[(((tap * Layout.BlockSize) + (channel % Layout.BlockSize)) * Layout.BlockSize) + (filter % Layout.BlockSize)] = 0;
                    }
                }
            }
        }
    }

    private int GetSums(int images) => (images + _imagesPerSum - 1) / _imagesPerSum;
}
