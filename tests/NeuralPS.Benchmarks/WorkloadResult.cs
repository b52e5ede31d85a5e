using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>The rates of one workload: one of ours per repetition, and one of each of the peer's settings.</summary>
internal sealed class WorkloadResult(Workload workload)
{
    private readonly List<double> _ours = [];
    private readonly SortedDictionary<string, List<double>> _peers = [];

    /// <summary>The workload.</summary>
    public Workload Workload => workload;

    /// <summary>Our rates, one per repetition.</summary>
    public IReadOnlyList<double> OurRates => _ours;

    /// <summary>The peer's rates by setting, one per repetition.</summary>
    public IReadOnlyDictionary<string, List<double>> PeerRates => _peers;

    /// <summary>What went wrong; null if nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>The median of our rates; NaN if there are none.</summary>
    public double Ours => Median(_ours);

    /// <summary>The peer's setting with the best median; null if no peer was measured.</summary>
    public string? BestSetting => _peers.Count == 0 ? null : _peers.MaxBy(pair => Median(pair.Value)).Key;

    /// <summary>The median of the peer's rates at its best setting; NaN if there are none.</summary>
    public double Peer => BestSetting is { } best ? Median(_peers[best]) : double.NaN;

    /// <summary>The median of ours / peer over the repetitions; NaN if one is missing.</summary>
    public double Ratio => BestSetting is { } best ? Median([.. _ours.Zip(_peers[best], (ours, peer) => ours / peer)]) : double.NaN;

    /// <summary>Our arithmetic as a part of <paramref name="peak"/>, in per cent.</summary>
    /// <param name="peak">GFLOP/s of as many threads as ours had.</param>
    public double GetPercentOfPeak(double peak) => 100 * Ours * workload.Flops * 1e-9 / peak;

    /// <summary>Counts one of ours.</summary>
    public void AddOurs(double rate) => _ours.Add(rate);

    /// <summary>Counts one of a peer's.</summary>
    public void AddPeer(PeerSetting setting, double rate)
    {
        string key = setting.ToString();
        if (!_peers.TryGetValue(key, out List<double>? rates))
        {
            _peers[key] = rates = [];
        }

        rates.Add(rate);
    }

    private static double Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return double.NaN;
        }

        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
