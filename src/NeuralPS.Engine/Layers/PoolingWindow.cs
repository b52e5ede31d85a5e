using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>The windows of a pooling layer over one plane, clipped to the image: padding takes no part.</summary>
internal readonly struct PoolingWindow
{
    private readonly int _lines;
    private readonly int _stride;
    private readonly int _top;
    private readonly int _left;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _isAdaptive;

    /// <summary>Resolves the windows of <paramref name="layer"/>.</summary>
    public PoolingWindow(PoolingLayer layer, Value input, Value output)
    {
        _height = input.Layout.Height;
        _width = input.Layout.Width;
        InputLine = input.Layout.LineStride;
        OutputLine = output.Layout.LineStride;
        if (layer.IsAdaptive)
        {
            _isAdaptive = true;
            OutputHeight = output.Layout.Height;
            OutputWidth = output.Layout.Width;
            Overlaps = _height % OutputHeight != 0 || _width % OutputWidth != 0;
            CoversAll = !Overlaps;
            return;
        }

        Window window = layer.GetWindow(input.Shape);
        _lines = window.Height;
        Width = window.Width;
        _stride = window.Stride;
        _top = window.Halo.Top;
        _left = window.Halo.Left;
        OutputHeight = window.OutputHeight;
        OutputWidth = window.OutputWidth;
        Overlaps = _stride < Width;
        IsPair = _lines == 2 && Width == 2 && _stride == 2 && _top == 0 && _left == 0
            && 2 * OutputHeight <= _height && 2 * OutputWidth <= _width;
        CoversAll = _stride == Width && OutputHeight * _lines == _height && OutputWidth * Width == _width;
    }

    /// <summary>Pixels of a line of a window; 0 for adaptive pooling, whose windows differ.</summary>
    public int Width { get; }

    /// <summary>Windows downwards.</summary>
    public int OutputHeight { get; }

    /// <summary>Windows across.</summary>
    public int OutputWidth { get; }

    /// <summary>Floats from one line of the input to the next.</summary>
    public int InputLine { get; }

    /// <summary>Floats from one line of the output to the next.</summary>
    public int OutputLine { get; }

    /// <summary>Floats of the plane that is pooled into, without halo.</summary>
    public int OutputLength => OutputHeight * OutputWidth * Layout.BlockSize;

    /// <summary>True when a pixel can lie in several windows.</summary>
    public bool Overlaps { get; }

    /// <summary>True when each pixel lies in exactly one window.</summary>
    public bool CoversAll { get; }

    /// <summary>True for windows of 2 x 2 side by side, all of them within the image.</summary>
    public bool IsPair { get; }

    /// <summary>The lines of the image in window <paramref name="outputLine"/>, from First to before End; the window begins at Start.</summary>
    public (int Start, int First, int End) GetLines(int outputLine) =>
        _isAdaptive ? Divide(outputLine, OutputHeight, _height) : Clip((outputLine * _stride) - _top, _lines, _height);

    /// <summary>The pixels of a line in window <paramref name="outputPixel"/>, from First to before End; the window begins at Start.</summary>
    public (int Start, int First, int End) GetPixels(int outputPixel) =>
        _isAdaptive ? Divide(outputPixel, OutputWidth, _width) : Clip((outputPixel * _stride) - _left, Width, _width);

    private static (int Start, int First, int End) Divide(int index, int count, int size)
    {
        int first = (int)((long)index * size / count);
        int end = (int)((((index + 1L) * size) + count - 1) / count);
        return (first, first, end);
    }

    private static (int Start, int First, int End) Clip(int start, int size, int limit) =>
        (start, Math.Max(start, 0), Math.Min(start + size, limit));
}
