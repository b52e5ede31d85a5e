using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>Affine functions of pixels (or rows) of 16 channels, each channel with coefficients of its own: normalisation.</summary>
internal static unsafe class BlockAffine
{
    /// <summary>y = (x - center) factor + shift; with <paramref name="rectify"/> max(y, 0), where a NaN stays a NaN.</summary>
    /// <param name="x">Pixels of 16 contiguous floats.</param>
    /// <param name="y">Receives the result; may be <paramref name="x"/>.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="center">16 values.</param>
    /// <param name="factor">16 values.</param>
    /// <param name="shift">16 values.</param>
    /// <param name="rectify">True to end in a ReLU.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* y, int pixels, float* center, float* factor, float* shift, bool rectify)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(x, y, pixels, center, factor, shift, rectify);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(x, y, pixels, center, factor, shift, rectify);
        }
        else
        {
            Forward<Float128>(x, y, pixels, center, factor, shift, rectify);
        }
    }

    /// <summary>The readable form of <see cref="Forward"/>, which specifies it bit by bit.</summary>
    public static void ForwardScalar(float* x, float* y, int pixels, float* center, float* factor, float* shift, bool rectify)
    {
        for (int i = 0; i < pixels * Layout.BlockSize; i++)
        {
            int lane = i % Layout.BlockSize;
            float value = MathF.FusedMultiplyAdd(x[i] - center[lane], factor[lane], shift[lane]);
            y[i] = rectify && value < 0 ? 0 : value;
        }
    }

    /// <summary>dx = a dz + (b (x - center) + c).</summary>
    /// <param name="x">Pixels of 16 contiguous floats.</param>
    /// <param name="dz">Likewise.</param>
    /// <param name="dx">Receives the result; may be <paramref name="dz"/>.</param>
    /// <param name="pixels">The number of pixels.</param>
    /// <param name="center">16 values.</param>
    /// <param name="a">16 values.</param>
    /// <param name="b">16 values.</param>
    /// <param name="c">16 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* x, float* dz, float* dx, int pixels, float* center, float* a, float* b, float* c)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Float512>(x, dz, dx, pixels, center, a, b, c);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Float256>(x, dz, dx, pixels, center, a, b, c);
        }
        else
        {
            Backward<Float128>(x, dz, dx, pixels, center, a, b, c);
        }
    }

    /// <summary>The readable form of <see cref="Backward"/>, which specifies it bit by bit.</summary>
    public static void BackwardScalar(float* x, float* dz, float* dx, int pixels, float* center, float* a, float* b, float* c)
    {
        for (int i = 0; i < pixels * Layout.BlockSize; i++)
        {
            int lane = i % Layout.BlockSize;
            dx[i] = MathF.FusedMultiplyAdd(dz[i], a[lane], MathF.FusedMultiplyAdd(x[i] - center[lane], b[lane], c[lane]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(float* x, float* y, int pixels, float* center, float* factor, float* shift, bool rectify)
        where T : struct, IFloatVector<T>
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
        {
            T middle = T.Load(center + lane);
            T slope = T.Load(factor + lane);
            T offset = T.Load(shift + lane);
            T zero = T.Create(0f);
            float* source = x + lane;
            float* target = y + lane;
            if (rectify)
            {
                for (int i = 0; i < pixels; i++)
                {
                    T value = T.FusedMultiplyAdd(T.Load(source) - middle, slope, offset);
                    T.WhereGreater(zero, value, zero, value).Store(target);
                    source += Layout.BlockSize;
                    target += Layout.BlockSize;
                }

                continue;
            }

            for (int i = 0; i < pixels; i++)
            {
                T.FusedMultiplyAdd(T.Load(source) - middle, slope, offset).Store(target);
                source += Layout.BlockSize;
                target += Layout.BlockSize;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(float* x, float* dz, float* dx, int pixels, float* center, float* a, float* b, float* c)
        where T : struct, IFloatVector<T>
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
        {
            T middle = T.Load(center + lane);
            T slope = T.Load(a + lane);
            T inner = T.Load(b + lane);
            T offset = T.Load(c + lane);
            for (int i = lane; i < pixels * Layout.BlockSize; i += Layout.BlockSize)
            {
                T rest = T.FusedMultiplyAdd(T.Load(x + i) - middle, inner, offset);
                T.FusedMultiplyAdd(T.Load(dz + i), slope, rest).Store(dx + i);
            }
        }
    }
}
