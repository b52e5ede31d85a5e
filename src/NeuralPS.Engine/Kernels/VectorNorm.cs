using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// Normalises vectors that lie in memory as cells of 16 floats, each at an offset of its own: the channels of a pixel, or all elements
/// of a sample. With h = (x - center) inverse + offset: y = h scale + shift. Offset is what rounding the mean to float32 left over.
/// </summary>
internal static unsafe class VectorNorm
{
    /// <summary>The sums of x and of x^2 over the cells, in double precision; unused lanes are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddUp(float* x, long* cells, int count, out double sum, out double squares)
    {
        Vector<double> s0 = Vector<double>.Zero, s1 = s0, q0 = s0, q1 = s0;
        for (int i = 0; i < count; i++)
        {
            float* cell = x + cells[i];
            for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(cell + lane), out Vector<double> low, out Vector<double> high);
                s0 += low;
                s1 += high;
                q0 = Vector.FusedMultiplyAdd(low, low, q0);
                q1 = Vector.FusedMultiplyAdd(high, high, q1);
            }
        }

        sum = Vector.Sum(s0 + s1);
        squares = Vector.Sum(q0 + q1);
    }

    /// <summary>y = h scale + shift.</summary>
    /// <param name="x">Where the vector lies.</param>
    /// <param name="cells">The offset of each cell.</param>
    /// <param name="y">Where the result lies.</param>
    /// <param name="target">The offset of each cell there.</param>
    /// <param name="count">The number of cells.</param>
    /// <param name="h">Center, inverse and offset.</param>
    /// <param name="scale">16 values for each cell, 0 in unused lanes.</param>
    /// <param name="shift">Likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, long* cells, float* y, long* target, int count, float* h, float* scale, float* shift)
    {
        var center = new Vector<float>(h[0]);
        var inverse = new Vector<float>(h[1]);
        var offset = new Vector<float>(h[2]);
        for (int i = 0; i < count; i++)
        {
            float* from = x + cells[i];
            float* to = y + target[i];
            for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
            {
                Vector<float> normalised = Vector.FusedMultiplyAdd(Vector.Load(from + lane) - center, inverse, offset);
                int place = (i * Layout.BlockSize) + lane;
                Vector.Store(
                    Vector.FusedMultiplyAdd(normalised, Vector.Load(scale + place), Vector.Load(shift + place)), to + lane);
            }
        }
    }

    /// <summary>The sums of g and of g h over the cells, with g = scale dz, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddUpSlopes(
        float* x, long* cells, float* dz, long* target, int count, float* h, float* scale, out double sum, out double product)
    {
        var center = new Vector<float>(h[0]);
        var inverse = new Vector<float>(h[1]);
        var offset = new Vector<float>(h[2]);
        Vector<double> s0 = Vector<double>.Zero, s1 = s0, q0 = s0, q1 = s0;
        for (int i = 0; i < count; i++)
        {
            float* from = x + cells[i];
            float* slope = dz + target[i];
            for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
            {
                Vector<float> normalised = Vector.FusedMultiplyAdd(Vector.Load(from + lane) - center, inverse, offset);
                Vector<float> g = Vector.Load(slope + lane) * Vector.Load(scale + (i * Layout.BlockSize) + lane);
                Vector.Widen(g, out Vector<double> low, out Vector<double> high);
                s0 += low;
                s1 += high;
                Vector.Widen(g * normalised, out low, out high);
                q0 += low;
                q1 += high;
            }
        }

        sum = Vector.Sum(s0 + s1);
        product = Vector.Sum(q0 + q1);
    }

    /// <summary>dx = inverse (scale dz + a + b h), times a mask of 16 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* x, long* cells, float* dz, long* target, int count, float* h, float* scale, float a, float b, float* mask, float* dx)
    {
        var center = new Vector<float>(h[0]);
        var inverse = new Vector<float>(h[1]);
        var offset = new Vector<float>(h[2]);
        var constant = new Vector<float>(a);
        var factor = new Vector<float>(b);
        for (int i = 0; i < count; i++)
        {
            for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
            {
                Vector<float> normalised = Vector.FusedMultiplyAdd(Vector.Load(x + cells[i] + lane) - center, inverse, offset);
                Vector<float> g = Vector.FusedMultiplyAdd(
                    Vector.Load(dz + target[i] + lane), Vector.Load(scale + (i * Layout.BlockSize) + lane), constant);
                Vector<float> kept = inverse * Vector.Load(mask + lane);
                Vector.Store(Vector.FusedMultiplyAdd(normalised, factor, g) * kept, dx + cells[i] + lane);
            }
        }
    }

    /// <summary>Adds dz and dz h of one cell over several vectors to 16 sums each, in double precision.</summary>
    /// <param name="x">The cell in the first vector.</param>
    /// <param name="xStride">Floats from one vector to the next.</param>
    /// <param name="dz">The cell of the gradient.</param>
    /// <param name="dzStride">Floats from one vector to the next there.</param>
    /// <param name="h">Center, inverse and offset of each vector.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="sums">The 16 sums of dz.</param>
    /// <param name="products">The 16 sums of dz h.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradients(
        float* x, long xStride, float* dz, long dzStride, float* h, int count, double* sums, double* products)
    {
        for (int lane = 0; lane < Layout.BlockSize; lane += Vector<float>.Count)
        {
            int half = lane + Vector<double>.Count;
            Vector<double> s0 = Vector.Load(sums + lane), s1 = Vector.Load(sums + half);
            Vector<double> q0 = Vector.Load(products + lane), q1 = Vector.Load(products + half);
            for (int i = 0; i < count; i++)
            {
                float* coefficients = h + (3L * i);
                Vector<float> normalised = Vector.FusedMultiplyAdd(
                    Vector.Load(x + (i * xStride) + lane) - new Vector<float>(coefficients[0]),
                    new Vector<float>(coefficients[1]),
                    new Vector<float>(coefficients[2]));
                Vector<float> slope = Vector.Load(dz + (i * dzStride) + lane);
                Vector.Widen(slope, out Vector<double> low, out Vector<double> high);
                s0 += low;
                s1 += high;
                Vector.Widen(slope * normalised, out low, out high);
                q0 += low;
                q1 += high;
            }

            Vector.Store(s0, sums + lane);
            Vector.Store(s1, sums + half);
            Vector.Store(q0, products + lane);
            Vector.Store(q1, products + half);
        }
    }
}
