using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Benchmarks;

/// <summary>What the numbers were measured on, and the peak that they are compared with.</summary>
/// <param name="Threads">The most threads used.</param>
/// <param name="PeakOfOneThread">GFLOP/s of multiply-adds on registers, on one thread.</param>
/// <param name="PeakOfAllThreads">The same on all threads together.</param>
internal sealed record Machine(int Threads, double PeakOfOneThread, double PeakOfAllThreads)
{
    /// <summary>The operating system, architecture, run-time and vector width.</summary>
    public static string Description =>
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, "
        + $"{Environment.ProcessorCount} processors, {VectorBits}-bit vectors";

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Measures the peaks.</summary>
    public static Machine Measure(int threads)
    {
        double one = PeakMeter.Measure(1);
        return new Machine(threads, one, threads == 1 ? one : PeakMeter.Measure(threads));
    }

    /// <summary>Processes that ran or waited in the last minute, where the system tells; more than a few tenths disturb.</summary>
    public static string? GetLoad()
    {
        try
        {
            return File.ReadAllText("/proc/loadavg").Split(' ')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
