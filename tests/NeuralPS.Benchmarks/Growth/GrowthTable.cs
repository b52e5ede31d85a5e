using System.Text.Json;

namespace NeuralPS.Benchmarks.Growth;

/// <summary>Measures and prints how the cost of a multiply-add changes as the work grows: ideally not at all.</summary>
internal static class GrowthTable
{
    // Up to this factor over the series' cheapest point counts as flat.
    private const double FlatLimit = 1.25;
    private const string Format = "{0,10} {1,14} {2,10} {3,10}  {4}";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Measures the series, point after point in turn, so that what disturbs the machine disturbs all of a series.</summary>
    /// <returns>0.</returns>
    public static int Run(BenchmarkOptions options, IReadOnlyList<GrowthSeries> chosen)
    {
        Machine machine = Machine.MeasureAndPrint(options.Threads);
        var measured = new List<object>();
        foreach (GrowthSeries series in chosen)
        {
            IReadOnlyList<GrowthPoint> points = series.CreatePoints();
            for (int repetition = 0; repetition < options.Repetitions; repetition++)
            {
                foreach (GrowthPoint point in points)
                {
                    point.Measure(options.Effort);
                }
            }

            Write(series, points, machine);
            measured.AddRange(points.Select(point => new { series = series.Name, point.Size, point.Rate, picoseconds = point.Cost }));
        }

        if (options.JsonPath is { } path)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(measured, Indented));
        }

        return 0;
    }

    private static void Write(GrowthSeries series, IReadOnlyList<GrowthPoint> points, Machine machine)
    {
        Console.WriteLine();
        Console.WriteLine($"{series.Name}: {series.Description}");
        Console.WriteLine(Format, "size", "samples/s", "ps per m-a", "% peak", "of the cheapest; why, where it is not flat");
        Console.WriteLine(new string('-', 124));
        string said = "";
        GrowthPoint cheapest = points.MinBy(point => point.Cost)!;
        foreach (GrowthPoint point in points)
        {
            double factor = point.Cost / cheapest.Cost;
            string reason = factor <= FlatLimit ? "" : point.Size < cheapest.Size ? series.SmallRemark : series.LargeRemark;
            string remark = reason.Length == 0 ? "" : reason == said ? "; likewise" : $"; {reason}";
            said = reason;
            double percent = 100 * 2e-9 * point.Rate * point.MultiplyAdds / machine.PeakOfAllThreads;
            string[] cells = [$"{point.Size:#,0}", $"{point.Rate:#,0}", $"{point.Cost:0.0}", $"{percent:0.0}", $"{factor:0.00}{remark}"];
            Console.WriteLine(Format, cells);
        }
    }
}
