using System.Text.Json;

namespace NeuralPS.Benchmarks;

/// <summary>Writes all results, with every single rate, as JSON.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the file, over one that exists.</summary>
    public static void Write(string path, IEnumerable<WorkloadResult> results, Machine machine, IReadOnlyList<string> peers)
    {
        var content = new
        {
            measured = DateTimeOffset.UtcNow,
            machine = Machine.Description,
            threads = machine.Threads,
            peakOfOneThread = machine.PeakOfOneThread,
            peakOfAllThreads = machine.PeakOfAllThreads,
            peers,
            workloads = results.Select(result => new
            {
                name = result.Workload.Name,
                unit = result.Workload.Unit,
                ours = OrNull(result.Ours),
                percentOfPeak = OrNull(result.PercentOfPeak),
                failure = result.Failure,
                ourRates = result.OurRates,
                peaks = result.Peaks.Select(OrNull),
                peers = result.Peers.Select(peer => new
                {
                    name = peer.Name,
                    setting = peer.BestSetting,
                    rate = peer.Rate,
                    ratio = OrNull(peer.GetRatio(result.OurRates)),
                    atLeast = result.Workload.Promise is { } promise ? OrNull(promise.GetRatio(peer.Name)) : null,
                    rates = peer.Rates,
                }),
            }),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(content, Indented));
    }

    // JSON has no NaN.
    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;
}
