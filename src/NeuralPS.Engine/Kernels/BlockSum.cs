using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>Sums pixels (or rows) of 16 floats lane by lane, in their order.</summary>
internal static unsafe class BlockSum
{
    /// <summary>Writes the 16 sums of <paramref name="count"/> contiguous pixels.</summary>
    public static void Run(float* pixels, int count, float* sums) => Run(pixels, 1, count, 0, sums);

    /// <summary>Writes the 16 sums of <paramref name="lines"/> lines of <paramref name="count"/> contiguous pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* pixels, int lines, int count, nint lineStride, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, Lanes512>(pixels, lines, count, lineStride, sums);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Vector256<float>, Lanes256>(pixels, lines, count, lineStride, sums);
        }
        else
        {
            Run<Vector128<float>, Lanes128>(pixels, lines, count, lineStride, sums);
        }
    }

    // Four chains of additions that do not wait for one another: pixels 0, 4, 8, ..., then 1, 5, 9, ... and so on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector, TLanes>(float* pixels, int lines, int count, nint lineStride, float* sums)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += TLanes.Width)
        {
            TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
            for (int line = 0; line < lines; line++)
            {
                float* p = pixels + (line * lineStride) + lane;
                int i = 0;
                for (; i + 4 <= count; i += 4)
                {
                    s0 = TLanes.Add(s0, TLanes.Load(p));
                    s1 = TLanes.Add(s1, TLanes.Load(p + 16));
                    s2 = TLanes.Add(s2, TLanes.Load(p + 32));
                    s3 = TLanes.Add(s3, TLanes.Load(p + 48));
                    p += 64;
                }

                for (; i < count; i++)
                {
                    s0 = TLanes.Add(s0, TLanes.Load(p));
                    p += 16;
                }
            }

            TLanes.Store(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), sums + lane);
        }
    }
}
