using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// Maximum, sum and dot product of a row. Element i goes to accumulator i mod 16, and the 16 accumulators are added in double
/// precision in order: the bits of a result do not depend on the width of the processor's vectors.
/// </summary>
internal static unsafe class RowReduction
{
    private const int Accumulators = 16;

    /// <summary>The largest element; NaN when there is one, -infinity of an empty row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> x)
    {
        float* best = stackalloc float[Accumulators];
        new Span<float>(best, Accumulators).Fill(float.NegativeInfinity);
        Accumulate<MaxStep>(x, x, best);
        float result = best[0];
        for (int i = 1; i < Math.Min(x.Length, Accumulators); i++)
        {
            result = MathF.Max(result, best[i]);
        }

        return result;
    }

    /// <summary>sum_i x_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> x)
    {
        float* sums = stackalloc float[Accumulators];
        new Span<float>(sums, Accumulators).Clear();
        Accumulate<SumStep>(x, x, sums);
        return Add(sums, x.Length);
    }

    /// <summary>sum_i x_i y_i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        float* sums = stackalloc float[Accumulators];
        new Span<float>(sums, Accumulators).Clear();
        Accumulate<DotStep>(x, y, sums);
        return Add(sums, x.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(float* sums, int length)
    {
        double sum = 0;
        for (int i = 0; i < Math.Min(length, Accumulators); i++)
        {
            sum += sums[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate<TStep>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, float* accumulators)
        where TStep : struct, IStep
    {
        fixed (float* first = x, second = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Accumulate<Float512, TStep>(first, second, x.Length, accumulators);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Accumulate<Float256, TStep>(first, second, x.Length, accumulators);
            }
            else
            {
                Accumulate<Float128, TStep>(first, second, x.Length, accumulators);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate<T, TStep>(float* x, float* y, int length, float* accumulators)
        where T : struct, IFloatVector<T>
        where TStep : struct, IStep
    {
        int i = 0;
        for (; i <= length - Accumulators; i += Accumulators)
        {
            for (int lane = 0; lane < Accumulators; lane += T.Count)
            {
                TStep.Next(T.Load(accumulators + lane), T.Load(x + i + lane), T.Load(y + i + lane)).Store(accumulators + lane);
            }
        }

        if (i == length)
        {
            return;
        }

        for (int lane = 0; lane < length - i; lane += T.Count)
        {
            int rest = Math.Min(length - i - lane, T.Count);
            T last = TStep.Next(T.Load(accumulators + lane), T.LoadFirst(x + i + lane, rest), T.LoadFirst(y + i + lane, rest));
            last.StoreFirst(accumulators + lane, rest);
        }
    }

    /// <summary>What one element does to its accumulator.</summary>
    private interface IStep
    {
        static abstract T Next<T>(T accumulator, T x, T y)
            where T : struct, IFloatVector<T>;
    }

    private readonly struct MaxStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<T>(T accumulator, T x, T y)
            where T : struct, IFloatVector<T> => T.WhereNaN(x, x, T.WhereGreater(x, accumulator, x, accumulator));
    }

    private readonly struct SumStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<T>(T accumulator, T x, T y)
            where T : struct, IFloatVector<T> => accumulator + x;
    }

    private readonly struct DotStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Next<T>(T accumulator, T x, T y)
            where T : struct, IFloatVector<T> => T.FusedMultiplyAdd(x, y, accumulator);
    }
}
