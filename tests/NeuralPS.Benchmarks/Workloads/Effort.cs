namespace NeuralPS.Benchmarks.Workloads;

/// <summary>How a workload is to be measured.</summary>
/// <param name="Seconds">About how long.</param>
/// <param name="Threads">The most threads.</param>
/// <param name="UsesCpuTime">True to count the time that the process had a processor, instead of the time on the wall.</param>
internal sealed record Effort(double Seconds, int Threads, bool UsesCpuTime)
{
    /// <summary>Starts a clock.</summary>
    public Clock StartClock() => new(UsesCpuTime);
}
