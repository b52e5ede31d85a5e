namespace NeuralPS.Engine.Tensors;

/// <summary>
/// Where the elements of a batch lie in memory. Channels (or features) come in blocks of 16, so that every kernel works on
/// whole vectors and nothing has to be packed per step. Three arrangements share one description:
/// <list type="bullet">
/// <item><b>rows</b> <c>[block][row][16]</c>, for flat samples: a block of 16 features of all rows is contiguous, with room for one row more where
/// blocks would lie whole pages apart;</item>
/// <item><b>images</b> <c>[row][block][top + H + bottom][left + W + right][16]</c>, with a halo of zeros for the padding of
/// the convolution that reads it;</item>
/// <item><b>plain</b> <c>[row][top + H + bottom][left + W + right][C]</c>, for the few channels of a network's input.</item>
/// </list>
/// Element (n, y, x, c) of a blocked layout stands at
/// <c>Origin + n * SampleStride + c / 16 * BlockStride + y * LineStride + x * PixelStride + c % 16</c>.
/// The lanes beyond the last channel, and the halo, always hold zeros, in values as in gradients.
/// </summary>
internal readonly record struct Layout
{
    /// <summary>Channels to a block.</summary>
    public const int BlockSize = 16;

    // Of 64 bytes each in 4 KB.
    private const int RowsOfPage = 64;

    /// <summary>The largest number of rows (samples) it holds.</summary>
    public int Batch { get; private init; }

    /// <summary>Lines of an image without halo; 1 for rows.</summary>
    public int Height { get; private init; }

    /// <summary>Pixels of a line without halo; 1 for rows.</summary>
    public int Width { get; private init; }

    /// <summary>Channels of an image, or features of a row.</summary>
    public int Channels { get; private init; }

    /// <summary>The halo of an image.</summary>
    public Halo Halo { get; private init; }

    /// <summary>True for the plain arrangement: one block of all channels, not padded.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>True for flat rows.</summary>
    public bool IsRows { get; private init; }

    /// <summary>Blocks of channels.</summary>
    public int Blocks => IsPlain ? 1 : (Channels + BlockSize - 1) / BlockSize;

    /// <summary>Floats from one sample to the next.</summary>
    public long SampleStride { get; private init; }

    /// <summary>Floats from one block of channels to the next.</summary>
    public long BlockStride { get; private init; }

    /// <summary>Floats from one line to the next.</summary>
    public int LineStride { get; private init; }

    /// <summary>Floats from one pixel to the next: 16, or the channels of a plain layout.</summary>
    public int PixelStride { get; private init; }

    /// <summary>The position of element (0, 0, 0, 0), behind the halo.</summary>
    public int Origin { get; private init; }

    /// <summary>Floats in all, halo and unused lanes included.</summary>
    public long Length { get; private init; }

    /// <summary>Lays out flat rows of <paramref name="features"/>.</summary>
    public static Layout ForRows(int batch, int features)
    {
        int blocks = (features + BlockSize - 1) / BlockSize;

        // At a distance of whole pages all blocks of a row would share a few lines of the innermost cache.
        long blockStride = (batch % RowsOfPage == 0 ? batch + 1L : batch) * BlockSize;
        return new Layout
        {
            Batch = batch,
            Height = 1,
            Width = 1,
            Channels = features,
            IsRows = true,
            SampleStride = BlockSize,
            BlockStride = blockStride,
            LineStride = BlockSize,
            PixelStride = BlockSize,
            Length = blockStride * blocks,
        };
    }

    /// <summary>Lays out images in blocks of channels.</summary>
    public static Layout ForImages(int batch, int height, int width, int channels, Halo halo = default)
    {
        int blocks = (channels + BlockSize - 1) / BlockSize;
        int line = (halo.Left + width + halo.Right) * BlockSize;
        long plane = (long)(halo.Top + height + halo.Bottom) * line;
        return new Layout
        {
            Batch = batch,
            Height = height,
            Width = width,
            Channels = channels,
            Halo = halo,
            SampleStride = plane * blocks,
            BlockStride = plane,
            LineStride = line,
            PixelStride = BlockSize,
            Origin = (halo.Top * line) + (halo.Left * BlockSize),
            Length = plane * blocks * batch,
        };
    }

    /// <summary>Lays out images with interleaved channels, for the few channels of an input.</summary>
    public static Layout ForPlainImages(int batch, int height, int width, int channels, Halo halo = default)
    {
        int line = (halo.Left + width + halo.Right) * channels;
        long plane = (long)(halo.Top + height + halo.Bottom) * line;
        return new Layout
        {
            Batch = batch,
            Height = height,
            Width = width,
            Channels = channels,
            Halo = halo,
            IsPlain = true,
            SampleStride = plane,
            BlockStride = plane,
            LineStride = line,
            PixelStride = channels,
            Origin = (halo.Top * line) + (halo.Left * channels),
            Length = plane * batch,
        };
    }

    /// <summary>The position of element (n, y, x, c).</summary>
    public long IndexOf(int sample, int y, int x, int channel) => IsPlain
        ? Origin + (sample * SampleStride) + ((long)y * LineStride) + ((long)x * PixelStride) + channel
        : Origin + (sample * SampleStride) + (channel / BlockSize * BlockStride) + ((long)y * LineStride) + ((long)x * PixelStride)
            + (channel % BlockSize);
}
