using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>Prints results as a table, line by line as they come: a line for each peer of a workload.</summary>
internal static class ResultTable
{
    private const string Format = "{0,-28} {1,11} {2,11} {3,6} {4,6} {5,6}  {6}";

    /// <summary>Prints the names of the columns.</summary>
    public static void WriteHeader(TextWriter writer)
    {
        writer.WriteLine(Format, "workload", "ours", "peer", "ratio", "least", "% peak", "unit; peer at its best setting; what falls short");
        writer.WriteLine(new string('-', 124));
    }

    /// <summary>Prints a workload.</summary>
    public static void Write(TextWriter writer, WorkloadResult result)
    {
        Workload workload = result.Workload;
        double percent = result.PercentOfPeak;
        IReadOnlyList<PeerResult> peers = result.Peers;
        for (int i = 0; i < Math.Max(1, peers.Count); i++)
        {
            PeerResult? peer = i < peers.Count ? peers[i] : null;
            double ratio = peer?.GetRatio(result.OurRates) ?? double.NaN;
            double least = workload.Promise?.GetRatio(peer?.Name) ?? double.NaN;
            var remarks = new List<string>();
            if (i == 0)
            {
                remarks.Add(workload.Unit);
            }

            if (peer is not null)
            {
                remarks.Add(string.Join(", ", new[] { peer.Name, peer.BestSetting }.Where(part => part.Length > 0)));
            }

            if (ratio < least)
            {
                remarks.Add("ratio below");
            }

            if (i == 0)
            {
                AddShortfalls(remarks, result, percent);
            }

            writer.WriteLine(
                Format,
                i == 0 ? workload.Name : "",
                i == 0 ? Show(result.Ours) : "",
                Show(peer?.Rate ?? double.NaN),
                Show(ratio, "0.00"),
                Show(least, "0.0#"),
                i == 0 ? Show(percent, "0.0") : "",
                string.Join("; ", remarks));
        }

        if (result.Failure is { } failure)
        {
            writer.WriteLine($"    {failure}");
        }
    }

    private static void AddShortfalls(List<string> remarks, WorkloadResult result, double percent)
    {
        if (result.Workload.Promise is not { } promise)
        {
            return;
        }

        if (percent < promise.PercentOfPeak)
        {
            remarks.Add($"below {promise.PercentOfPeak:0}% of the peak");
        }

        if (result.Workload.IsLowerBetter ? result.Ours > promise.Value : result.Ours < promise.Value)
        {
            remarks.Add($"{(result.Workload.IsLowerBetter ? "above" : "below")} {promise.Value:#,0}");
        }
    }

    private static string Show(double rate) => Show(rate, rate < 1000 ? "0.0" : "#,0");

    private static string Show(double value, string format) => double.IsNaN(value) ? "-" : value.ToString(format);
}
