using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>The rates of one workload: one of ours per repetition, and those of the peers that know it.</summary>
internal sealed class WorkloadResult(Workload workload)
{
    private readonly List<double> _ours = [];
    private readonly List<double> _peaks = [];
    private readonly List<PeerResult> _peers = [];

    /// <summary>The workload.</summary>
    public Workload Workload => workload;

    /// <summary>Our rates, one per repetition.</summary>
    public IReadOnlyList<double> OurRates => _ours;

    /// <summary>The peers; those that the promise speaks of come first.</summary>
    public IReadOnlyList<PeerResult> Peers => [.. _peers.OrderBy(peer => workload.Promise?.GetRank(peer.Name))];

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>The median of our rates; NaN if there are none.</summary>
    public double Ours => Statistics.GetMedian(_ours);

    /// <summary>The peaks that our rates are compared with, in GFLOP/s, one per repetition.</summary>
    public IReadOnlyList<double> Peaks => _peaks;

    /// <summary>
    /// Our arithmetic as a part of the peak, in per cent: the median over the repetitions, since a machine that others use does
    /// not have the same peak all the time. NaN where the workload does not count it.
    /// </summary>
    public double PercentOfPeak =>
        Statistics.GetMedian([.. _ours.Zip(_peaks, (rate, peak) => 100 * rate * workload.Flops * 1e-9 / peak)]);

    /// <summary>Counts one of ours.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="peak">GFLOP/s of as many threads as ours had, measured right after; NaN where it says nothing.</param>
    public void AddOurs(double rate, double peak)
    {
        _ours.Add(rate);
        _peaks.Add(peak);
    }

    /// <summary>Counts one of a peer's.</summary>
    public void AddPeer(string name, string setting, double rate)
    {
        PeerResult? peer = _peers.Find(peer => peer.Name == name);
        if (peer is null)
        {
            _peers.Add(peer = new PeerResult(name));
        }

        peer.Add(setting, rate);
    }
}
