namespace NeuralPS.Engine.Inspection.Charts;

/// <summary>
/// A line chart in plain text, without colours. A single series is drawn in dots of Braille; several are told apart by characters, which
/// a legend names. Values beyond a limit are drawn at the edge.
/// </summary>
public sealed record LineChart
{
    /// <summary>The fewest characters in a line.</summary>
    public const int LeastWidth = 30;

    private const int LeastHeight = 3;
    private const string UnicodeSymbols = "●○+×◆◇";
    private const string AsciiSymbols = "*o+x#%";

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>What stands above; empty for nothing.</summary>
    public string Title { get; init; } = "";

    /// <summary>What stands below the horizontal axis; empty for nothing.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What stands above the vertical axis; empty for nothing.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>True for a logarithmic horizontal axis; values of 0 and below are then left out.</summary>
    public bool IsLogX { get; init; }

    /// <summary>True for a logarithmic vertical axis; values of 0 and below are then left out.</summary>
    public bool IsLogY { get; init; }

    /// <summary>Characters that a line has at most, at least <see cref="LeastWidth"/>.</summary>
    public int Width { get; init; } = 78;

    /// <summary>Lines of the area within the axes, at least 3.</summary>
    public int Height { get; init; } = 14;

    /// <summary>The highest value with a place of its own; null for the largest there is.</summary>
    public double? MaximumY { get; init; }

    /// <summary>Places to point out.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>True to use characters of ASCII alone.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <returns>Its lines, without blanks at their ends.</returns>
    /// <exception cref="ArgumentException">A size is too small, or a series has not as many X as Y.</exception>
    public IReadOnlyList<string> Draw()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, LeastWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height, LeastHeight);
        if (Series.Any(series => series.X.Count != series.Y.Count))
        {
            throw new ArgumentException("A series of a chart needs as many X as Y.");
        }

        (double X, double Y)[] points = [.. Series.SelectMany(series => series.X.Zip(series.Y)).Where(Fits)];
        var lines = new List<string>();
        if (Title.Length > 0)
        {
            lines.Add(Title);
        }

        if (points.Length == 0)
        {
            lines.Add("(no values to draw)");
            return [.. lines.Select(Finish)];
        }

        var x = new ChartAxis(points.Min(point => point.X), points.Max(point => point.X), IsLogX);
        double top = Math.Min(points.Max(point => point.Y), MaximumY ?? double.PositiveInfinity);
        var y = new ChartAxis(Math.Min(points.Min(point => point.Y), top), top, IsLogY);
        AddArea(lines, x, y);
        return [.. lines.Select(Finish)];
    }

    private void AddArea(List<string> lines, ChartAxis x, ChartAxis y)
    {
        IReadOnlyList<(double Value, string Text)> yTicks = y.GetTicks(Math.Max(2, Height / 3));
        int margin = Math.Min(12, yTicks.Max(tick => tick.Text.Length));
        var canvas = new ChartCanvas(Width - margin - 2, Height);
        Plot(canvas, x, y);
        ChartMark[] marks = [.. Marks.Where(mark => x.Has(mark.X))];
        foreach (ChartMark mark in marks)
        {
            canvas.DrawVertical(canvas.Column(x.Place(mark.X)), IsAscii ? ':' : '┊');
        }

        string blank = new(' ', margin);
        if (YLabel.Length > 0)
        {
            lines.Add(YLabel);
        }

        // Of two values in one row the first is told.
        Dictionary<int, string> labels = yTicks.GroupBy(tick => canvas.Row(y.Place(tick.Value))).ToDictionary(row => row.Key, row => row.First().Text);
        for (int row = 0; row < Height; row++)
        {
            string? label = labels.GetValueOrDefault(row);
            lines.Add($"{(label ?? "").PadLeft(margin)} {(IsAscii ? label is null ? '|' : '+' : label is null ? '│' : '┤')}{canvas.GetRow(row)}");
        }

        AddXAxis(lines, x, canvas, margin + 2);
        foreach (ChartMark mark in marks)
        {
            lines.Add(Point(mark, margin + 2 + canvas.Column(x.Place(mark.X))));
        }

        if (XLabel.Length > 0)
        {
            lines.Add($"{blank}  {XLabel}");
        }

        if (Series.Count > 1)
        {
            lines.Add($"{blank}  {string.Join("  ", Series.Select((series, i) => $"{Symbol(i)} {series.Name}"))}");
        }
    }

    private void Plot(ChartCanvas canvas, ChartAxis x, ChartAxis y)
    {
        for (int s = 0; s < Series.Count; s++)
        {
            (double X, double Y)? last = null;
            foreach ((double X, double Y) point in Series[s].X.Zip(Series[s].Y))
            {
                (double X, double Y)? place = Fits(point) ? (x.Place(point.X), y.Place(point.Y)) : null;
                if (place is { } here)
                {
                    canvas.Join(last ?? here, here, Series.Count == 1 && !IsAscii ? null : Symbol(s));
                }

                last = place;
            }
        }
    }

    private void AddXAxis(List<string> lines, ChartAxis x, ChartCanvas canvas, int left)
    {
        char[] rule = new string(IsAscii ? '-' : '─', Width - left).ToCharArray();
        char[] texts = new string(' ', Width).ToCharArray();
        int end = 0;
        foreach ((double value, string text) in x.GetTicks(8))
        {
            int column = canvas.Column(x.Place(value));
            int start = Math.Clamp(left + column - (text.Length / 2), 0, Width - text.Length);
            if (start < end)
            {
                continue;
            }

            rule[column] = IsAscii ? '+' : '┴';
            text.CopyTo(texts.AsSpan(start));
            end = start + text.Length + 1;
        }

        lines.Add(new string(' ', left - 1) + (IsAscii ? '+' : '└') + new string(rule));
        lines.Add(new string(texts));
    }

    // The label stands on the side where there is room.
    private string Point(ChartMark mark, int column)
    {
        char arrow = IsAscii ? '^' : '▲';
        bool isLeft = column + 2 + mark.Label.Length > Width && column - 1 - mark.Label.Length >= 0;
        return isLeft
            ? $"{mark.Label} {arrow}".PadLeft(column + 1)
            : $"{new string(' ', column)}{arrow} {mark.Label}";
    }

    private bool Fits((double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && (!IsLogX || point.X > 0) && (!IsLogY || point.Y > 0);

    private char Symbol(int series)
    {
        string symbols = IsAscii ? AsciiSymbols : UnicodeSymbols;
        return symbols[series % symbols.Length];
    }

    private string Finish(string line) => (line.Length > Width ? line[..Width] : line).TrimEnd();
}
