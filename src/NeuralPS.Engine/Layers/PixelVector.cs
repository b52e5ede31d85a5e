using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>Gathers the channels of one pixel, or the features of one row, into contiguous memory, and puts them back.</summary>
internal static unsafe class PixelVector
{
    /// <summary>Copies whole blocks out of a batch; <paramref name="vector"/> has room for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Load(float* data, in Layout layout, int sample, int y, int x, Span<float> vector)
    {
        float* source = data + layout.IndexOf(sample, y, x, 0);
        if (layout.IsPlain)
        {
            new ReadOnlySpan<float>(source, layout.Channels).CopyTo(vector);
            return;
        }

        fixed (float* target = vector)
        {
            for (int block = 0; block < layout.Blocks; block++)
            {
                Unsafe.CopyBlockUnaligned(
                    target + (block * Layout.BlockSize), source + (block * layout.BlockStride), Layout.BlockSize * sizeof(float));
            }
        }
    }

    /// <summary>Copies the channels back into a batch, with zeros in the unused lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Span<float> vector, float* data, in Layout layout, int sample, int y, int x)
    {
        float* target = data + layout.IndexOf(sample, y, x, 0);
        if (layout.IsPlain)
        {
            vector[..layout.Channels].CopyTo(new Span<float>(target, layout.Channels));
            return;
        }

        vector[layout.Channels..(layout.Blocks * Layout.BlockSize)].Clear();
        fixed (float* source = vector)
        {
            for (int block = 0; block < layout.Blocks; block++)
            {
                Unsafe.CopyBlockUnaligned(
                    target + (block * layout.BlockStride), source + (block * Layout.BlockSize), Layout.BlockSize * sizeof(float));
            }
        }
    }
}
