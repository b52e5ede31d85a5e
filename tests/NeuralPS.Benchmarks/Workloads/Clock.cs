using System.Diagnostics;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Counts seconds from its making on: on the wall, or those in which the process had a processor.</summary>
internal readonly struct Clock(bool usesCpuTime)
{
    private readonly long _start = GetTicks(usesCpuTime);

    /// <summary>The seconds so far.</summary>
    public double Seconds => TimeSpan.FromTicks(GetTicks(usesCpuTime) - _start).TotalSeconds;

    private static long GetTicks(bool usesCpuTime) =>
        usesCpuTime ? Environment.CpuUsage.TotalTime.Ticks : Stopwatch.GetElapsedTime(0).Ticks;
}
