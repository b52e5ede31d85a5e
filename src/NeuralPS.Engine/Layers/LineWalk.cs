using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The stretches of a batch that are contiguous in two layouts of the same shape: lines of a block of channels, whole planes
/// where neither has a halo, and for flat rows the same block of neighbouring rows.
/// </summary>
internal readonly struct LineWalk
{
    private readonly Layout _first;
    private readonly Layout _second;
    private readonly bool _joinsLines;

    /// <summary>Compares two layouts, which are both plain or both not.</summary>
    /// <param name="first">The first layout.</param>
    /// <param name="second">The second layout.</param>
    /// <param name="line">True to walk line by line in any case.</param>
    public LineWalk(in Layout first, in Layout second, bool line = false)
    {
        _first = first;
        _second = second;
        Pixel = first.PixelStride;
        int length = first.Width * Pixel;
        _joinsLines = !line && first.LineStride == length && second.LineStride == length;
        Lines = first.IsRows || _joinsLines ? 1 : first.Height;
        Pixels = first.IsRows ? 1 : first.Width * (_joinsLines ? first.Height : 1);
        Blocks = first.Blocks;
    }

    /// <summary>Floats of a pixel.</summary>
    public int Pixel { get; }

    /// <summary>Pixels of a stretch of one sample.</summary>
    public int Pixels { get; }

    /// <summary>Stretches of a block of one sample.</summary>
    public int Lines { get; }

    /// <summary>Blocks of channels.</summary>
    public int Blocks { get; }

    /// <summary>Floats of a sample, without halo.</summary>
    public long SampleLength => (long)Blocks * Lines * Pixels * Pixel;

    /// <summary>Lanes in use in a block.</summary>
    public int GetLanes(int block) => Math.Min(Pixel, _first.Channels - (block * Pixel));

    /// <summary>Where a stretch begins, in the first layout and in the second.</summary>
    public (long First, long Second) GetOffsets(int sample, int block, int line) => (
        _first.Origin + (sample * _first.SampleStride) + (block * _first.BlockStride) + ((long)line * _first.LineStride),
        _second.Origin + (sample * _second.SampleStride) + (block * _second.BlockStride) + ((long)line * _second.LineStride));
}
