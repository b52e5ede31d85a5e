using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Benchmarks;

/// <summary>
/// Measures what the machine reaches with float32 multiply-adds on registers alone: twelve chains, which hide the latency of
/// two units with six steps each, in the widest vectors that are accelerated.
/// </summary>
internal static class PeakMeter
{
    private const int Chains = 12;
    private const int Steps = 2_000_000;
    private const int Attempts = 20;

    /// <summary>The best of several attempts, in GFLOP/s over all <paramref name="threads"/>.</summary>
    public static double Measure(int threads)
    {
        // The second attempt is the first that runs warm; the best one is the one that nothing disturbed.
        double best = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            best = Math.Max(best, MeasureOnce(threads));
        }

        return best;
    }

    /// <summary>
    /// The average over some time, in GFLOP/s over all <paramref name="threads"/>, each on its own: unlike the peak, it counts
    /// what else runs on the machine.
    /// </summary>
    public static double MeasureAverage(int threads, double seconds)
    {
        double[] rates = new double[threads];
        using var barrier = new Barrier(threads);
        var workers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            int index = i;
            workers[i] = new Thread(() =>
            {
                barrier.SignalAndWait();
                long start = Stopwatch.GetTimestamp();
                double elapsed;
                long runs = 0;
                do
                {
                    Run(Steps / 10, 1 - 1e-7f);
                    runs++;
                    elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
                while (elapsed < seconds);
                rates[index] = 2e-9 * runs * (Steps / 10) * Chains * Width / elapsed;
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return rates.Sum();
    }

    private static double MeasureOnce(int threads)
    {
        long[] starts = new long[threads];
        long[] ends = new long[threads];
        float[] results = new float[threads];
        using var barrier = new Barrier(threads);
        var workers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            int index = i;
            workers[i] = new Thread(() =>
            {
                barrier.SignalAndWait();
                starts[index] = Stopwatch.GetTimestamp();
                results[index] = Run(Steps, 1 - 1e-7f);
                ends[index] = Stopwatch.GetTimestamp();
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        Trace.Assert(results.All(float.IsFinite), "The chains must stay finite, or they would not measure ordinary numbers.");
        double seconds = Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalSeconds;
        return 2e-9 * Steps * Chains * Width * threads / seconds;
    }

    private static int Width => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    private static float Run(int steps, float factor) =>
        Vector512.IsHardwareAccelerated ? Run512(steps, factor) : Run256(steps, factor);

    // Accumulators are locals, each its own, so that they stay in registers; a loop over an array of them would not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int steps, float factor)
    {
        Vector512<float> x = Vector512.Create(factor), y = Vector512.Create(1e-7f);
        Vector512<float> a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y;
        for (int i = 0; i < steps; i++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, x, y);
            a1 = Vector512.FusedMultiplyAdd(a1, x, y);
            a2 = Vector512.FusedMultiplyAdd(a2, x, y);
            a3 = Vector512.FusedMultiplyAdd(a3, x, y);
            a4 = Vector512.FusedMultiplyAdd(a4, x, y);
            a5 = Vector512.FusedMultiplyAdd(a5, x, y);
            a6 = Vector512.FusedMultiplyAdd(a6, x, y);
            a7 = Vector512.FusedMultiplyAdd(a7, x, y);
            a8 = Vector512.FusedMultiplyAdd(a8, x, y);
            a9 = Vector512.FusedMultiplyAdd(a9, x, y);
            a10 = Vector512.FusedMultiplyAdd(a10, x, y);
            a11 = Vector512.FusedMultiplyAdd(a11, x, y);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int steps, float factor)
    {
        Vector256<float> x = Vector256.Create(factor), y = Vector256.Create(1e-7f);
        Vector256<float> a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y;
        for (int i = 0; i < steps; i++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, x, y);
            a1 = Vector256.FusedMultiplyAdd(a1, x, y);
            a2 = Vector256.FusedMultiplyAdd(a2, x, y);
            a3 = Vector256.FusedMultiplyAdd(a3, x, y);
            a4 = Vector256.FusedMultiplyAdd(a4, x, y);
            a5 = Vector256.FusedMultiplyAdd(a5, x, y);
            a6 = Vector256.FusedMultiplyAdd(a6, x, y);
            a7 = Vector256.FusedMultiplyAdd(a7, x, y);
            a8 = Vector256.FusedMultiplyAdd(a8, x, y);
            a9 = Vector256.FusedMultiplyAdd(a9, x, y);
            a10 = Vector256.FusedMultiplyAdd(a10, x, y);
            a11 = Vector256.FusedMultiplyAdd(a11, x, y);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
