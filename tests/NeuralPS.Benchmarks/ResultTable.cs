namespace NeuralPS.Benchmarks;

/// <summary>Prints results as a table, line by line as they come.</summary>
internal static class ResultTable
{
    private const string Format = "{0,-28} {1,12} {2,12} {3,7} {4,7}  {5}";

    /// <summary>Prints the names of the columns.</summary>
    public static void WriteHeader(TextWriter writer)
    {
        writer.WriteLine(Format, "workload", "ours", "peer", "ratio", "% peak", "unit; the peer's best setting");
        writer.WriteLine(new string('-', 104));
    }

    /// <summary>Prints a line.</summary>
    public static void Write(TextWriter writer, WorkloadResult result, Machine machine)
    {
        string setting = result.BestSetting is { } best ? "; " + best : "";
        writer.WriteLine(
            Format,
            result.Workload.Name,
            Round(result.Ours),
            Round(result.Peer),
            double.IsNaN(result.Ratio) ? "-" : result.Ratio.ToString("0.00"),
            double.IsNaN(result.Ours) ? "-" : result.GetPercentOfPeak(machine.PeakOfAllThreads).ToString("0.0"),
            result.Workload.Unit + setting);
        if (result.Failure is { } failure)
        {
            writer.WriteLine($"    {failure}");
        }
    }

    private static string Round(double rate) => double.IsNaN(rate) ? "-" : rate.ToString(rate < 1000 ? "0.0" : "#,0");
}
