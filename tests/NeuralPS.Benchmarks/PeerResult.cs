namespace NeuralPS.Benchmarks;

/// <summary>The rates of one peer on one workload: one per setting and repetition.</summary>
/// <param name="name">The peer.</param>
internal sealed class PeerResult(string name)
{
    private readonly SortedDictionary<string, List<double>> _rates = [];

    /// <summary>The peer.</summary>
    public string Name => name;

    /// <summary>The rates by setting, one per repetition.</summary>
    public IReadOnlyDictionary<string, List<double>> Rates => _rates;

    /// <summary>The setting with the best median.</summary>
    public string BestSetting => _rates.MaxBy(pair => Statistics.GetMedian(pair.Value)).Key;

    /// <summary>The median of the rates at the best setting.</summary>
    public double Rate => Statistics.GetMedian(_rates[BestSetting]);

    /// <summary>The median of ours / peer over the repetitions, each pair of which was measured back to back.</summary>
    public double GetRatio(IEnumerable<double> ours) =>
        Statistics.GetMedian(ours.Zip(_rates[BestSetting], (our, peer) => our / peer));

    /// <summary>Counts a rate.</summary>
    public void Add(string setting, double rate)
    {
        if (!_rates.TryGetValue(setting, out List<double>? rates))
        {
            _rates[setting] = rates = [];
        }

        rates.Add(rate);
    }
}
