using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The transforms of the weight gradient of Winograd's convolution, with the matrices of <see cref="WinogradTransform"/>:
/// dg = G' (sum over tiles of (B' d B) * (A dY A')) G, where * is elementwise.
/// </summary>
internal static unsafe class WinogradGradientTransform
{
    private const int BlockSize = Tensors.Layout.BlockSize;
    private const int Size = WinogradTransform.InputSize;
    private const float A = WinogradTransform.A;
    private const float B = WinogradTransform.B;

    /// <summary>Q = A dY A'.</summary>
    /// <param name="dy">4 lines of 4 pixels of 16 channels.</param>
    /// <param name="line">Floats from one line to the next.</param>
    /// <param name="q">Receives 36 blocks of 16.</param>
    /// <param name="plane">Floats from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* dy, long line, float* q, long plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Output<Float512>(dy, line, q, plane);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Output<Float256>(dy, line, q, plane);
        }
        else
        {
            Output<Float128>(dy, line, q, plane);
        }
    }

    /// <summary>dg = G' u G, u being the sum of several in their order.</summary>
    /// <param name="u">36 blocks of 16.</param>
    /// <param name="plane">Floats from one of them to the next.</param>
    /// <param name="sums">The number of u to add up.</param>
    /// <param name="sum">Floats from one u to the next.</param>
    /// <param name="dg">Receives 9 blocks of 16, the window in reading order.</param>
    /// <param name="tap">Floats from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight(float* u, long plane, int sums, long sum, float* dg, long tap)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Weight<Float512>(u, plane, sums, sum, dg, tap);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Weight<Float256>(u, plane, sums, sum, dg, tap);
        }
        else
        {
            Weight<Float128>(u, plane, sums, sum, dg, tap);
        }
    }

    /// <summary><see cref="Output(float*, long, float*, long)"/> with given vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<T>(float* dy, long line, float* q, long plane)
        where T : struct, IFloatVector<T>
    {
        float* half = stackalloc float[Size * WinogradTransform.OutputSize * T.Count];
        for (int lane = 0; lane < BlockSize; lane += T.Count)
        {
            for (int x = 0; x < WinogradTransform.OutputSize; x++)
            {
                Spread<T>(dy + (x * BlockSize) + lane, line, half + (x * T.Count), WinogradTransform.OutputSize * T.Count);
            }

            for (int i = 0; i < Size; i++)
            {
                Spread<T>(half + (i * WinogradTransform.OutputSize * T.Count), T.Count, q + (i * Size * plane) + lane, plane);
            }
        }
    }

    /// <summary><see cref="Weight(float*, long, int, long, float*, long)"/> with given vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight<T>(float* u, long plane, int sums, long sum, float* dg, long tap)
        where T : struct, IFloatVector<T>
    {
        float* total = stackalloc float[Size * T.Count];
        float* half = stackalloc float[3 * Size * T.Count];
        for (int lane = 0; lane < BlockSize; lane += T.Count)
        {
            for (int x = 0; x < Size; x++)
            {
                for (int y = 0; y < Size; y++)
                {
                    float* from = u + (((y * Size) + x) * plane) + lane;
                    T value = T.Load(from);
                    for (int s = 1; s < sums; s++)
                    {
                        value += T.Load(from + (s * sum));
                    }

                    value.Store(total + (y * T.Count));
                }

                Window<T>(total, half + (x * T.Count), Size * T.Count);
            }

            for (int y = 0; y < 3; y++)
            {
                Window<T>(half + (y * Size * T.Count), dg + (3 * y * tap) + lane, tap);
            }
        }
    }

    // A times a line or column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<T>(float* y, long step, float* q, long next)
        where T : struct, IFloatVector<T>
    {
        T y0 = T.Load(y), y1 = T.Load(y + step), y2 = T.Load(y + (2 * step)), y3 = T.Load(y + (3 * step));
        y0.Store(q);
        T even = T.FusedMultiplyAdd(T.Create(A * A), y2, y0);
        T odd = T.FusedMultiplyAdd(T.Create(A * A), y3, y1);
        T.FusedMultiplyAdd(T.Create(A), odd, even).Store(q + next);
        T.FusedMultiplyAdd(T.Create(-A), odd, even).Store(q + (2 * next));
        even = T.FusedMultiplyAdd(T.Create(B * B), y2, y0);
        odd = T.FusedMultiplyAdd(T.Create(B * B), y3, y1);
        T.FusedMultiplyAdd(T.Create(B), odd, even).Store(q + (3 * next));
        T.FusedMultiplyAdd(T.Create(-B), odd, even).Store(q + (4 * next));
        y3.Store(q + (5 * next));
    }

    // G' times a line or column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<T>(float* u, float* g, long next)
        where T : struct, IFloatVector<T>
    {
        const float N = 2 * A * A * ((A * A) - (B * B));
        const float M = 2 * B * B * ((B * B) - (A * A));
        T u1 = T.Load(u + T.Count), u2 = T.Load(u + (2 * T.Count)), u3 = T.Load(u + (3 * T.Count)), u4 = T.Load(u + (4 * T.Count));
        T sumA = (u1 + u2) * T.Create(1 / N), sumB = (u3 + u4) * T.Create(1 / M);
        T.FusedMultiplyAdd(T.Create(1 / (A * A * B * B)), T.Load(u), sumA + sumB).Store(g);
        T.FusedMultiplyAdd(T.Create(A / N), u1 - u2, T.Create(B / M) * (u3 - u4)).Store(g + next);
        T last = T.FusedMultiplyAdd(T.Create(A * A), sumA, T.Load(u + (5 * T.Count)));
        T.FusedMultiplyAdd(T.Create(B * B), sumB, last).Store(g + (2 * next));
    }
}
