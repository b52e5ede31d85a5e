using NeuralPS.Engine.Inspection.Charts;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>A sweep as text: counts, a chart of the history for each objective, the best trial, and bars of importance.</summary>
internal static class SweepDrawing
{
    /// <summary>The characters beyond ASCII that a drawing has.</summary>
    public const string SpecialCharacters = "│┤└─┴●○" + Swp.Report.SummaryText.SpecialCharacters;

    private const int MostWidth = 120;

    /// <summary>Draws a sweep.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="width">Characters of a line.</param>
    /// <param name="isAscii">True to draw with characters of ASCII alone.</param>
    /// <param name="paint">Puts a text (second) in a colour (first); null for none.</param>
    public static IReadOnlyList<string> Draw(
        Swp.Report.SweepSummary summary, int width, bool isAscii, Func<string, string, string>? paint)
    {
        width = Math.Clamp(width, LineChart.LeastWidth, MostWidth);
        List<string> lines = [.. Swp.Report.SummaryText.Head(summary).Select(Cut), string.Empty];
        bool isRanked = summary.CountOf(Swp.Trials.TrialState.Complete) >= Swp.Analysis.ParameterImportance.MinimumTrials;
        for (int i = 0; i < summary.Objectives.Length; i++)
        {
            Swp.Report.SweepHistory history = new(summary, i);
            if (history.Points.Count > 0)
            {
                lines.AddRange(DrawHistory(history, width, isAscii));
                lines.Add(string.Empty);
            }
        }

        lines.AddRange(Swp.Report.SummaryText.Best(summary).Select(Cut));
        for (int i = 0; isRanked && i < summary.Objectives.Length; i++)
        {
            lines.Add(string.Empty);
            lines.Add(Cut(summary.Objectives.Length > 1 ? $"Importance for {summary.Objectives[i].Name}" : "Importance"));
            lines.AddRange(Swp.Report.SummaryText.Bars(
                Swp.Analysis.ParameterImportance.Compute(summary.Trials, summary.Objectives[i], i),
                width,
                isAscii,
                paint is null ? null : bar => paint("BrightBlue", bar)));
        }

        return isAscii ? [.. lines.Select(line => string.Concat(line.Select(character => char.IsAscii(character) ? character : '?')))] : lines;

        string Cut(string line) => line.Length <= width ? line : line[..(width - 1)] + (isAscii ? "~" : "…");
    }

    private static IReadOnlyList<string> DrawHistory(Swp.Report.SweepHistory history, int width, bool isAscii)
    {
        // A gap after each point: only the line of the best is to be joined.
        double[] numbers = [.. history.Points.SelectMany(point => new[] { point.Number, double.NaN })];
        double[] values = [.. history.Points.SelectMany(point => new[] { point.Value, double.NaN })];
        List<ChartSeries> series = [new ChartSeries("trials", numbers, values)];
        if (history.Best.Count > 0)
        {
            series.Add(new ChartSeries("best so far", [.. history.Best.Select(point => point.Number)], [.. history.Best.Select(point => point.Value)]));
        }

        string beyond = history.Beyond switch
        {
            0 => string.Empty,
            1 => " (1 value lies beyond the edge)",
            int count => $" ({count} values lie beyond the edge)",
        };
        return new LineChart
        {
            Series = series,
            YLabel = history.Objective.Name + beyond,
            XLabel = "trial",
            Width = width,
            IsAscii = isAscii,
        }.Draw();
    }
}
