using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// Sums over float32 that accumulate in double precision: losses, norms and statistics. The order of the additions depends
/// only on the length and on the vector width of the machine.
/// </summary>
internal static class DoubleSums
{
    /// <summary>sum_i x_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> x)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        double sum = 0;
        int i = 0;
        if (x.Length >= Vector<float>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref start, (nuint)i), out Vector<double> a, out Vector<double> b);
                low += a;
                high += b;
            }

            sum = Vector.Sum(low + high);
        }

        for (; i < x.Length; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    /// <summary>sum_i x_i y_i; the products are exact. <paramref name="y"/> is at least as long as <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        y = y[..x.Length];
        ref float startX = ref MemoryMarshal.GetReference(x);
        ref float startY = ref MemoryMarshal.GetReference(y);
        double sum = 0;
        int i = 0;
        if (x.Length >= Vector<float>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.LoadUnsafe(ref startX, (nuint)i), out Vector<double> xLow, out Vector<double> xHigh);
                Vector.Widen(Vector.LoadUnsafe(ref startY, (nuint)i), out Vector<double> yLow, out Vector<double> yHigh);
                low += xLow * yLow;
                high += xHigh * yHigh;
            }

            sum = Vector.Sum(low + high);
        }

        for (; i < x.Length; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }

    /// <summary>sum_i x_i^2.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x) => Dot(x, x);
}
