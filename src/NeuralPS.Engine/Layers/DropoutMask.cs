using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Draws and applies dropout masks: 16 bits for each pixel of 16 channels, set where an element is kept. The lanes of pixel p in
/// four neighbouring samples share 16 Philox blocks, one per lane: lane l of sample 4 q + i takes word i of block 16 u + l with
/// u = q P + p, P the pixels (times blocks of channels) of a sample. So a mask depends neither on the layout nor on the batch size.
/// </summary>
internal static unsafe class DropoutMask
{
    /// <summary>Samples that share random blocks.</summary>
    public const int SamplesPerUnit = 4;

    /// <summary>Draws the masks of four samples for one pixel after another.</summary>
    /// <param name="stream">Where the random words come from.</param>
    /// <param name="firstUnit">u of the first pixel.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="threshold">An element is kept when its word is at least this.</param>
    /// <param name="masks">The mask of the first pixel in the first sample.</param>
    /// <param name="sampleStride">From a sample to the next.</param>
    /// <param name="pixelStride">From a pixel to the next.</param>
    public static void Draw(
        RandomStream stream, long firstUnit, int pixels, uint threshold, ushort* masks, long sampleStride, long pixelStride)
    {
        if (Words512.IsSupported)
        {
            Draw<WordPair<Words512>>(stream, firstUnit, pixels, threshold, masks, sampleStride, pixelStride);
        }
        else if (Words256.IsSupported)
        {
            Draw<WordPair<Words256>>(stream, firstUnit, pixels, threshold, masks, sampleStride, pixelStride);
        }
        else
        {
            DrawByScalars(stream, firstUnit, pixels, threshold, masks, sampleStride, pixelStride);
        }
    }

    /// <summary>The vector form of <see cref="DrawByScalars"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Draw<T>(
        RandomStream stream, long firstUnit, int pixels, uint threshold, ushort* masks, long sampleStride, long pixelStride)
        where T : struct, IWordVector<T>
    {
        ulong* keys = stackalloc ulong[Philox.KeyCount];
        Philox.ExpandKey(stream.Key, new Span<ulong>(keys, Philox.KeyCount));
        (_, uint counterB, uint counterC, uint counterD) = stream.GetCounter(0);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            uint block = (uint)((firstUnit + pixel) * Layout.BlockSize);
            uint mask0 = 0;
            uint mask1 = 0;
            uint mask2 = 0;
            uint mask3 = 0;
            for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
            {
                T a = T.CreateSequence(block + (uint)lane);
                T b = T.Create(counterB);
                T c = T.Create(counterC);
                T d = T.Create(counterD);
                Philox.Generate(keys, ref a, ref b, ref c, ref d);
                mask0 |= T.AtLeast(a, threshold) << lane;
                mask1 |= T.AtLeast(b, threshold) << lane;
                mask2 |= T.AtLeast(c, threshold) << lane;
                mask3 |= T.AtLeast(d, threshold) << lane;
            }

            ushort* target = masks + (pixel * pixelStride);
            target[0] = (ushort)mask0;
            target[sampleStride] = (ushort)mask1;
            target[2 * sampleStride] = (ushort)mask2;
            target[3 * sampleStride] = (ushort)mask3;
        }
    }

    /// <summary>The definition, and the form for processors without wide vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DrawByScalars(
        RandomStream stream, long firstUnit, int pixels, uint threshold, ushort* masks, long sampleStride, long pixelStride)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            ushort* target = masks + (pixel * pixelStride);
            for (int sample = 0; sample < SamplesPerUnit; sample++)
            {
                target[sample * sampleStride] = 0;
            }

            for (int lane = 0; lane < Layout.BlockSize; lane++)
            {
                (uint a, uint b, uint c, uint d) = stream.GetBlock(((firstUnit + pixel) * Layout.BlockSize) + lane);
                target[0] |= (ushort)((a >= threshold ? 1 : 0) << lane);
                target[sampleStride] |= (ushort)((b >= threshold ? 1 : 0) << lane);
                target[2 * sampleStride] |= (ushort)((c >= threshold ? 1 : 0) << lane);
                target[3 * sampleStride] |= (ushort)((d >= threshold ? 1 : 0) << lane);
            }
        }
    }

    /// <summary>y = scale * x where the mask is set, else 0; <paramref name="y"/> may be the same memory as <paramref name="x"/>.</summary>
    public static void Apply(float* x, float* y, ushort* masks, int pixels, float scale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Apply<Float512>(x, y, masks, pixels, scale);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Apply<Float256>(x, y, masks, pixels, scale);
        }
        else
        {
            Apply<Float128>(x, y, masks, pixels, scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<T>(float* x, float* y, ushort* masks, int pixels, float scale)
        where T : struct, IFloatVector<T>
    {
        T factor = T.Create(scale);
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            uint mask = masks[pixel];
            for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
            {
                int offset = (pixel * Layout.BlockSize) + lane;
                T.Keep(mask >> lane, T.Load(x + offset) * factor).Store(y + offset);
            }
        }
    }
}
