using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// Sums over pixels (or rows) of 16 channels, lane by lane in double precision, for the statistics of a batch. Pixels 0, 2, 4, ... and
/// 1, 3, 5, ... are added up apart, then both; the bits do not depend on the width of vectors.
/// </summary>
internal static unsafe class BlockMoments
{
    /// <summary>Adds x and x^2 (which is exact) of each pixel to 16 sums each.</summary>
    /// <param name="x">Pixels of 16 contiguous floats.</param>
    /// <param name="pixels">Their number.</param>
    /// <param name="sums">The 16 sums of x.</param>
    /// <param name="squares">The 16 sums of x^2.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, int pixels, double* sums, double* squares)
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
        {
            Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            Vector<double> q0 = Vector<double>.Zero, q1 = q0, q2 = q0, q3 = q0;
            float* p = x + lane;
            int i = 0;
            for (; i + 2 <= pixels; i += 2)
            {
                Vector.Widen(Vector.Load(p), out Vector<double> low, out Vector<double> high);
                s0 += low;
                s1 += high;
                q0 = Vector.FusedMultiplyAdd(low, low, q0);
                q1 = Vector.FusedMultiplyAdd(high, high, q1);
                Vector.Widen(Vector.Load(p + Layout.BlockSize), out low, out high);
                s2 += low;
                s3 += high;
                q2 = Vector.FusedMultiplyAdd(low, low, q2);
                q3 = Vector.FusedMultiplyAdd(high, high, q3);
                p += 2 * Layout.BlockSize;
            }

            if (i < pixels)
            {
                Vector.Widen(Vector.Load(p), out Vector<double> low, out Vector<double> high);
                s0 += low;
                s1 += high;
                q0 = Vector.FusedMultiplyAdd(low, low, q0);
                q1 = Vector.FusedMultiplyAdd(high, high, q1);
            }

            Accumulate(sums + lane, s0 + s2, s1 + s3);
            Accumulate(squares + lane, q0 + q2, q1 + q3);
        }
    }

    /// <summary>Adds g and g (x - mean) of each pixel to 16 sums each.</summary>
    /// <param name="gradient">g, pixels of 16 contiguous floats.</param>
    /// <param name="x">x, likewise.</param>
    /// <param name="pixels">Their number.</param>
    /// <param name="mean">The 16 means.</param>
    /// <param name="sums">The 16 sums of g.</param>
    /// <param name="products">The 16 sums of g (x - mean).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(float* gradient, float* x, int pixels, double* mean, double* sums, double* products)
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
        {
            Vector<double> meanLow = Vector.Load(mean + lane);
            Vector<double> meanHigh = Vector.Load(mean + lane + Vector<double>.Count);
            Vector<double> s0 = Vector<double>.Zero, s1 = s0, s2 = s0, s3 = s0;
            Vector<double> q0 = Vector<double>.Zero, q1 = q0, q2 = q0, q3 = q0;
            float* g = gradient + lane;
            float* p = x + lane;
            int i = 0;
            for (; i + 2 <= pixels; i += 2)
            {
                Vector.Widen(Vector.Load(g), out Vector<double> slopeLow, out Vector<double> slopeHigh);
                Vector.Widen(Vector.Load(p), out Vector<double> low, out Vector<double> high);
                s0 += slopeLow;
                s1 += slopeHigh;
                q0 = Vector.FusedMultiplyAdd(slopeLow, low - meanLow, q0);
                q1 = Vector.FusedMultiplyAdd(slopeHigh, high - meanHigh, q1);
                Vector.Widen(Vector.Load(g + Layout.BlockSize), out slopeLow, out slopeHigh);
                Vector.Widen(Vector.Load(p + Layout.BlockSize), out low, out high);
                s2 += slopeLow;
                s3 += slopeHigh;
                q2 = Vector.FusedMultiplyAdd(slopeLow, low - meanLow, q2);
                q3 = Vector.FusedMultiplyAdd(slopeHigh, high - meanHigh, q3);
                g += 2 * Layout.BlockSize;
                p += 2 * Layout.BlockSize;
            }

            if (i < pixels)
            {
                Vector.Widen(Vector.Load(g), out Vector<double> slopeLow, out Vector<double> slopeHigh);
                Vector.Widen(Vector.Load(p), out Vector<double> low, out Vector<double> high);
                s0 += slopeLow;
                s1 += slopeHigh;
                q0 = Vector.FusedMultiplyAdd(slopeLow, low - meanLow, q0);
                q1 = Vector.FusedMultiplyAdd(slopeHigh, high - meanHigh, q1);
            }

            Accumulate(sums + lane, s0 + s2, s1 + s3);
            Accumulate(products + lane, q0 + q2, q1 + q3);
        }
    }

    /// <summary>The readable form of both, bit by bit: with x as gradient and a mean of zero the products are squares.</summary>
    public static void AddProductsScalar(float* gradient, float* x, int pixels, double* mean, double* sums, double* products)
    {
        Span<double> sum = stackalloc double[2];
        Span<double> product = stackalloc double[2];
        for (int lane = 0; lane < Layout.BlockSize; lane++)
        {
            sum.Clear();
            product.Clear();
            for (int i = 0; i < pixels; i++)
            {
                double g = gradient[(i * Layout.BlockSize) + lane];
                sum[i % 2] += g;
                product[i % 2] = Math.FusedMultiplyAdd(g, x[(i * Layout.BlockSize) + lane] - mean[lane], product[i % 2]);
            }

            sums[lane] += sum[0] + sum[1];
            products[lane] += product[0] + product[1];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(double* sums, Vector<double> low, Vector<double> high)
    {
        Vector.Store(Vector.Load(sums) + low, sums);
        Vector.Store(Vector.Load(sums + Vector<double>.Count) + high, sums + Vector<double>.Count);
    }
}
