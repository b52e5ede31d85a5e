using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Benchmarks;

/// <summary>What the numbers were measured on, and the peak that they are compared with.</summary>
/// <param name="Threads">The most threads used.</param>
/// <param name="PeakOfOneThread">GFLOP/s of multiply-adds on registers, on one thread.</param>
/// <param name="PeakOfAllThreads">The same on all threads together.</param>
internal sealed record Machine(int Threads, double PeakOfOneThread, double PeakOfAllThreads)
{
    // Processes that ran or waited, on average over the last minute.
    private const double BusyLoad = 0.5;

    /// <summary>The operating system, architecture, run-time and vector width.</summary>
    public static string Description =>
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}, "
        + $"{Environment.ProcessorCount} processors, {VectorBits}-bit vectors";

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Measures the peaks.</summary>
    private static Machine Measure(int threads)
    {
        double one = PeakMeter.Measure(1);
        return new Machine(threads, one, threads == 1 ? one : PeakMeter.Measure(threads));
    }

    /// <summary>Measures the peaks, and prints what all numbers are to be read with.</summary>
    public static Machine MeasureAndPrint(int threads)
    {
        string load = DescribeLoad();
        Machine machine = Measure(threads);
        string all = machine.Threads == 1 ? "" : $", {machine.PeakOfAllThreads:0} on {machine.Threads}";
        Console.WriteLine($"Machine: {Description}{load}");
        Console.WriteLine(
            $"Peak of multiply-adds: {machine.PeakOfOneThread:0} GFLOP/s on 1 thread{all}. Ours uses up to {machine.Threads}.");
#if DEBUG
        Console.WriteLine("This is a Debug build: build with -c Release for numbers that count.");
#endif
        return machine;
    }

    /// <summary>Says how busy the machine is already, where the system tells: whatever else runs is part of the numbers.</summary>
    private static string DescribeLoad()
    {
        try
        {
            string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            bool isBusy = double.TryParse(load, CultureInfo.InvariantCulture, out double number) && number > BusyLoad;
            return $", load {load}" + (isBusy ? " (something else is running: expect noise)" : "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
