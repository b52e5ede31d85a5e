using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The transforms of Winograd's convolution F(4x4, 3x3): from tiles d of 6 x 6 inputs and windows g of 3 x 3 weights,
/// 4 x 4 outputs Y = A' [(G g G') * (B' d B)] A with 36 multiplications in place of 144, where * is elementwise. The matrices follow
/// from polynomials at the points 0, a, -a, b, -b and infinity; with n = 2 a^2 (a^2 - b^2) and m = 2 b^2 (b^2 - a^2),
/// <code>
/// B' = a^2 b^2  0         -a^2-b^2  0        1  0     G = 1/a^2 b^2  0     0         A' = 1  1    1    1    1    0
///      0       -a b^2     -b^2      a        1  0         1/n        a/n   a^2/n          0  a   -a    b   -b    0
///      0        a b^2     -b^2     -a        1  0         1/n       -a/n   a^2/n          0  a^2  a^2  b^2  b^2  0
///      0       -a^2 b     -a^2      b        1  0         1/m        b/m   b^2/m          0  a^3 -a^3  b^3 -b^3  1
///      0        a^2 b     -a^2     -b        1  0         1/m       -b/m   b^2/m
///      0        a^2 b^2    0       -a^2-b^2  0  1         0          0     1
/// </code>
/// (Winograd, 1980; Lavin and Gray, 2015). Each works on 16 channels at once; every lane takes the same steps, so that the width of
/// the vectors does not change a bit.
/// </summary>
/// <remarks>With a = 5/8 and b = 3/2 the results are several times as accurate as with the common 1 and 2.</remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Outputs to a side of a tile.</summary>
    public const int OutputSize = 4;

    /// <summary>Inputs to a side of a tile.</summary>
    public const int InputSize = 6;

    /// <summary>Products to a tile and channel.</summary>
    public const int Products = InputSize * InputSize;

    /// <summary>a.</summary>
    public const float A = 0.625f;

    /// <summary>b.</summary>
    public const float B = 1.5f;

    private const int BlockSize = Tensors.Layout.BlockSize;

    /// <summary>V = B' d B.</summary>
    /// <param name="d">6 lines of 6 pixels of 16 channels.</param>
    /// <param name="line">Floats from one line to the next.</param>
    /// <param name="v">Receives 36 blocks of 16.</param>
    /// <param name="plane">Floats from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* d, long line, float* v, long plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Input<Float512>(d, line, v, plane);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Input<Float256>(d, line, v, plane);
        }
        else
        {
            Input<Float128>(d, line, v, plane);
        }
    }

    /// <summary>Y = A' m A + bias, negative results replaced by 0 on request.</summary>
    /// <param name="m">36 blocks of 16.</param>
    /// <param name="plane">Floats from one of them to the next.</param>
    /// <param name="bias">16 values, or null.</param>
    /// <param name="rectify">True to replace negative results by 0.</param>
    /// <param name="y">Receives 4 lines of 4 pixels of 16 channels.</param>
    /// <param name="line">Floats from one line to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* m, long plane, float* bias, bool rectify, float* y, long line)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Output<Float512>(m, plane, bias, rectify, y, line);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Output<Float256>(m, plane, bias, rectify, y, line);
        }
        else
        {
            Output<Float128>(m, plane, bias, rectify, y, line);
        }
    }

    /// <summary>U = G g G'.</summary>
    /// <param name="g">9 blocks of 16, the window in reading order.</param>
    /// <param name="tap">Floats from one of them to the next.</param>
    /// <param name="u">Receives 36 blocks of 16.</param>
    /// <param name="plane">Floats from one of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight(float* g, long tap, float* u, long plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Weight<Float512>(g, tap, u, plane);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Weight<Float256>(g, tap, u, plane);
        }
        else
        {
            Weight<Float128>(g, tap, u, plane);
        }
    }

    /// <summary><see cref="Input(float*, long, float*, long)"/> with given vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input<T>(float* d, long line, float* v, long plane)
        where T : struct, IFloatVector<T>
    {
        float* half = stackalloc float[Products * T.Count];
        for (int lane = 0; lane < BlockSize; lane += T.Count)
        {
            for (int x = 0; x < InputSize; x++)
            {
                TransformInput<T>(d + (x * BlockSize) + lane, line, half + (x * T.Count), InputSize * T.Count);
            }

            for (int i = 0; i < InputSize; i++)
            {
                TransformInput<T>(half + (i * InputSize * T.Count), T.Count, v + (i * InputSize * plane) + lane, plane);
            }
        }
    }

    /// <summary><see cref="Output(float*, long, float*, bool, float*, long)"/> with given vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<T>(float* m, long plane, float* bias, bool rectify, float* y, long line)
        where T : struct, IFloatVector<T>
    {
        float* half = stackalloc float[OutputSize * InputSize * T.Count];
        for (int lane = 0; lane < BlockSize; lane += T.Count)
        {
            for (int j = 0; j < InputSize; j++)
            {
                TransformOutput<T>(m + (j * plane) + lane, InputSize * plane, out T y0, out T y1, out T y2, out T y3);
                y0.Store(half + (j * T.Count));
                y1.Store(half + ((InputSize + j) * T.Count));
                y2.Store(half + (((2 * InputSize) + j) * T.Count));
                y3.Store(half + (((3 * InputSize) + j) * T.Count));
            }

            T start = bias == null ? T.Create(0f) : T.Load(bias + lane);
            for (int i = 0; i < OutputSize; i++)
            {
                TransformOutput<T>(half + (i * InputSize * T.Count), T.Count, out T y0, out T y1, out T y2, out T y3);
                float* target = y + (i * line) + lane;
                Finish(y0 + start, rectify).Store(target);
                Finish(y1 + start, rectify).Store(target + BlockSize);
                Finish(y2 + start, rectify).Store(target + (2 * BlockSize));
                Finish(y3 + start, rectify).Store(target + (3 * BlockSize));
            }
        }
    }

    /// <summary><see cref="Weight(float*, long, float*, long)"/> with given vectors.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weight<T>(float* g, long tap, float* u, long plane)
        where T : struct, IFloatVector<T>
    {
        float* half = stackalloc float[InputSize * 3 * T.Count];
        for (int lane = 0; lane < BlockSize; lane += T.Count)
        {
            for (int x = 0; x < 3; x++)
            {
                TransformWeight<T>(g + (x * tap) + lane, 3 * tap, half + (x * T.Count), 3 * T.Count);
            }

            for (int i = 0; i < InputSize; i++)
            {
                TransformWeight<T>(half + (i * 3 * T.Count), T.Count, u + (i * InputSize * plane) + lane, plane);
            }
        }
    }

    // B' times a line or column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformInput<T>(float* d, long step, float* v, long next)
        where T : struct, IFloatVector<T>
    {
        T d0 = T.Load(d), d1 = T.Load(d + step), d2 = T.Load(d + (2 * step));
        T d3 = T.Load(d + (3 * step)), d4 = T.Load(d + (4 * step)), d5 = T.Load(d + (5 * step));
        T product = T.Create(A * A * B * B), sum = T.Create(-(A * A) - (B * B));
        T.FusedMultiplyAdd(product, d0, T.FusedMultiplyAdd(sum, d2, d4)).Store(v);
        T even = T.FusedMultiplyAdd(T.Create(-B * B), d2, d4), odd = T.FusedMultiplyAdd(T.Create(-B * B), d1, d3);
        T.FusedMultiplyAdd(T.Create(A), odd, even).Store(v + next);
        T.FusedMultiplyAdd(T.Create(-A), odd, even).Store(v + (2 * next));
        even = T.FusedMultiplyAdd(T.Create(-A * A), d2, d4);
        odd = T.FusedMultiplyAdd(T.Create(-A * A), d1, d3);
        T.FusedMultiplyAdd(T.Create(B), odd, even).Store(v + (3 * next));
        T.FusedMultiplyAdd(T.Create(-B), odd, even).Store(v + (4 * next));
        T.FusedMultiplyAdd(product, d1, T.FusedMultiplyAdd(sum, d3, d5)).Store(v + (5 * next));
    }

    // A' times a line or column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformOutput<T>(float* m, long step, out T y0, out T y1, out T y2, out T y3)
        where T : struct, IFloatVector<T>
    {
        T m1 = T.Load(m + step), m2 = T.Load(m + (2 * step)), m3 = T.Load(m + (3 * step)), m4 = T.Load(m + (4 * step));
        T sumA = m1 + m2, differenceA = m1 - m2, sumB = m3 + m4, differenceB = m3 - m4;
        y0 = T.Load(m) + sumA + sumB;
        y1 = T.FusedMultiplyAdd(T.Create(B), differenceB, T.Create(A) * differenceA);
        y2 = T.FusedMultiplyAdd(T.Create(B * B), sumB, T.Create(A * A) * sumA);
        T last = T.FusedMultiplyAdd(T.Create(A * A * A), differenceA, T.Load(m + (5 * step)));
        y3 = T.FusedMultiplyAdd(T.Create(B * B * B), differenceB, last);
    }

    // G times a line or column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformWeight<T>(float* g, long step, float* u, long next)
        where T : struct, IFloatVector<T>
    {
        const float N = 2 * A * A * ((A * A) - (B * B));
        const float M = 2 * B * B * ((B * B) - (A * A));
        T g0 = T.Load(g), g1 = T.Load(g + step), g2 = T.Load(g + (2 * step));
        (g0 * T.Create(1 / (A * A * B * B))).Store(u);
        T even = T.FusedMultiplyAdd(T.Create(A * A), g2, g0) * T.Create(1 / N), odd = g1 * T.Create(A / N);
        (even + odd).Store(u + next);
        (even - odd).Store(u + (2 * next));
        even = T.FusedMultiplyAdd(T.Create(B * B), g2, g0) * T.Create(1 / M);
        odd = g1 * T.Create(B / M);
        (even + odd).Store(u + (3 * next));
        (even - odd).Store(u + (4 * next));
        g2.Store(u + (5 * next));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Finish<T>(T y, bool rectify)
        where T : struct, IFloatVector<T> =>
        rectify ? T.WhereGreater(T.Create(0f), y, T.Create(0f), y) : y;
}
