namespace NeuralPS.Benchmarks.Workloads;

/// <summary>What a workload should reach on two cores; NaN where nothing is promised.</summary>
/// <param name="Peer">The peer that <paramref name="Ratio"/> speaks of, however many processes it has: "in one process" and "in 2 processes" may follow.</param>
/// <param name="Ratio">How many times the peer's rate, at least.</param>
/// <param name="PercentOfPeak">Per cent of the multiply-add peak, at least.</param>
/// <param name="Value">The rate itself, at least; at most where lower is better.</param>
internal sealed record Promise(
    string? Peer = null, double Ratio = double.NaN, double PercentOfPeak = double.NaN, double Value = double.NaN)
{
    /// <summary>A second peer and how many times its rate, at least; null where one is enough.</summary>
    public Promise? Other { get; init; }

    /// <summary>How many times the rate of <paramref name="peer"/>, at least; NaN where nothing is promised.</summary>
    public double GetRatio(string? peer) => IsOf(peer) ? Ratio : Other?.GetRatio(peer) ?? double.NaN;

    /// <summary>Where a peer stands in the table: those of which something is promised come first, in order.</summary>
    public int GetRank(string peer) => IsOf(peer) ? 0 : 1 + (Other?.GetRank(peer) ?? 0);

    private bool IsOf(string? peer) => peer == Peer || (Peer is not null && peer?.StartsWith(Peer + " in ", StringComparison.Ordinal) == true);
}
