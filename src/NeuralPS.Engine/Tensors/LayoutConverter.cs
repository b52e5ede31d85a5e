using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Tensors;

/// <summary>
/// Copies single samples between their logical form, row-major (height, width, channels), and a place in a batch. Touches only
/// the sample's own elements and its unused lanes, which it sets to zero; never the halo.
/// </summary>
internal static unsafe class LayoutConverter
{
    private const int Block = Layout.BlockSize;

    /// <summary>Writes a logical sample into row <paramref name="row"/> of a batch.</summary>
    /// <param name="sample">Height * Width * Channels elements.</param>
    /// <param name="data">The memory of the batch.</param>
    /// <param name="layout">How the batch lies in it.</param>
    /// <param name="row">The position of the sample in the batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ReadOnlySpan<float> sample, float* data, in Layout layout, int row)
    {
        CheckLength(sample.Length, layout);
        float* target = data + layout.Origin + (row * layout.SampleStride);
        fixed (float* logical = sample)
        {
            float* source = logical;
            if (layout.IsRows)
            {
                StorePixel(source, target, layout.Channels, layout.BlockStride);
                return;
            }

            for (int y = 0; y < layout.Height; y++)
            {
                float* line = target + ((long)y * layout.LineStride);
                if (layout.IsPlain)
                {
                    Copy(source, line, layout.Width * layout.Channels);
                    source += layout.Width * layout.Channels;
                    continue;
                }

                for (int x = 0; x < layout.Width; x++)
                {
                    StorePixel(source, line + ((long)x * layout.PixelStride), layout.Channels, layout.BlockStride);
                    source += layout.Channels;
                }
            }
        }
    }

    /// <summary>
    /// Writes flat samples of whole blocks into the rows from <paramref name="row"/> to before <paramref name="endRow"/>, block by block: so
    /// the lines that are written follow one another.
    /// </summary>
    /// <param name="samples">The memory of the samples.</param>
    /// <param name="starts">For each row of the batch, where its sample starts.</param>
    /// <param name="data">The memory of the batch.</param>
    /// <param name="layout">How the batch lies in it.</param>
    /// <param name="row">The first row.</param>
    /// <param name="endRow">The row to stop before.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StoreRows(float* samples, int* starts, float* data, in Layout layout, int row, int endRow)
    {
        for (int block = 0; block < layout.Blocks; block++)
        {
            float* source = samples + (block * Block);
            float* target = data + (block * layout.BlockStride);
            for (int i = row; i < endRow; i++)
            {
                CopyBlock(source + starts[i], target + (i * Block));
            }
        }
    }

    /// <summary>Reads row <paramref name="row"/> of a batch into a logical sample.</summary>
    /// <param name="data">The memory of the batch.</param>
    /// <param name="layout">How the batch lies in it.</param>
    /// <param name="row">The position of the sample in the batch.</param>
    /// <param name="sample">Height * Width * Channels elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* data, in Layout layout, int row, Span<float> sample)
    {
        CheckLength(sample.Length, layout);
        float* source = data + layout.Origin + (row * layout.SampleStride);
        fixed (float* logical = sample)
        {
            float* target = logical;
            if (layout.IsRows)
            {
                LoadPixel(source, target, layout.Channels, layout.BlockStride);
                return;
            }

            for (int y = 0; y < layout.Height; y++)
            {
                float* line = source + ((long)y * layout.LineStride);
                if (layout.IsPlain)
                {
                    Copy(line, target, layout.Width * layout.Channels);
                    target += layout.Width * layout.Channels;
                    continue;
                }

                for (int x = 0; x < layout.Width; x++)
                {
                    LoadPixel(line + ((long)x * layout.PixelStride), target, layout.Channels, layout.BlockStride);
                    target += layout.Channels;
                }
            }
        }
    }

    // Also the features of a flat row: a single pixel with many channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StorePixel(float* source, float* target, int channels, long blockStride)
    {
        for (; channels >= Block; channels -= Block)
        {
            CopyBlock(source, target);
            source += Block;
            target += blockStride;
        }

        if (channels > 0)
        {
            for (int c = 0; c < Block; c += Float128.Count)
            {
                Float128.LoadFirst(source + c, Math.Clamp(channels - c, 0, Float128.Count)).Store(target + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadPixel(float* source, float* target, int channels, long blockStride)
    {
        for (; channels >= Block; channels -= Block)
        {
            CopyBlock(source, target);
            source += blockStride;
            target += Block;
        }

        for (int c = 0; c < channels; c += Float128.Count)
        {
            Float128.Load(source + c).StoreFirst(target + c, Math.Min(channels - c, Float128.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(float* source, float* target) =>
        Unsafe.CopyBlockUnaligned(target, source, Block * sizeof(float));

    private static void Copy(float* source, float* target, int length) =>
        new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(target, length));

    private static void CheckLength(int length, in Layout layout)
    {
        int expected = layout.Height * layout.Width * layout.Channels;
        if (length != expected)
        {
            throw new ShapeException(
                "SampleLength",
                $"A sample has {length} values, but its place of {layout.Height} x {layout.Width} x {layout.Channels} takes {expected}.");
        }
    }
}
