namespace NeuralPS.Benchmarks.Workloads;

/// <summary>What a workload should reach on two cores; NaN where nothing is promised.</summary>
/// <param name="Peer">The peer that <paramref name="Ratio"/> speaks of.</param>
/// <param name="Ratio">How many times the peer's rate, at least.</param>
/// <param name="PercentOfPeak">Per cent of the multiply-add peak, at least.</param>
/// <param name="Value">The rate itself, at least; at most where lower is better.</param>
internal sealed record Promise(
    string? Peer = null, double Ratio = double.NaN, double PercentOfPeak = double.NaN, double Value = double.NaN);
