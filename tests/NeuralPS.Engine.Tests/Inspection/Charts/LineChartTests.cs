using NeuralPS.Engine.Inspection.Charts;

namespace NeuralPS.Engine.Tests.Inspection.Charts;

public sealed class LineChartTests
{
    private static readonly ChartSeries Falling = new("falling", [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]);
    private static readonly ChartSeries Rising = new("rising", [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]);

    [Fact]
    public void In_ASCII_a_falling_line_goes_from_top_left_to_bottom_right()
    {
        var chart = new LineChart { Series = [Falling], Width = 30, Height = 5, IsAscii = true, Title = "Fall", XLabel = "time", YLabel = "height" };
        IReadOnlyList<string> lines = chart.Draw();
        Assert.Equal("Fall", lines[0]);
        Assert.Equal("height", lines[1]);
        Assert.StartsWith("4 +*", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("2 +", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("0 +", lines[6], StringComparison.Ordinal);
        Assert.EndsWith("*", lines[6], StringComparison.Ordinal);
        Assert.Equal(30, lines[6].Length);
        Assert.Equal("time", lines[^1].Trim());
        Assert.All(lines, line => Assert.True(line.All(char.IsAscii)));
    }

    [Theory]
    [InlineData(30, 3)]
    [InlineData(78, 14)]
    [InlineData(200, 40)]
    public void Lines_are_never_longer_than_the_width(int width, int height)
    {
        double[] x = [.. Enumerable.Range(0, 500).Select(i => 1e-7 * Math.Pow(1.04, i))];
        var chart = new LineChart
        {
            Series = [new ChartSeries("s", x, [.. x.Select(v => Math.Sin(Math.Log(v)) * 1e-9)])],
            IsLogX = true,
            Width = width,
            Height = height,
            Marks = [new ChartMark(x[0], "first"), new ChartMark(x[499], "last")],
        };
        IReadOnlyList<string> lines = chart.Draw();
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains(lines, line => line.EndsWith("last ▲", StringComparison.Ordinal) || line.EndsWith("▲ last", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("▲ first", StringComparison.Ordinal));
    }

    [Fact]
    public void A_logarithmic_axis_has_decades_evenly_spaced()
    {
        var chart = new LineChart { Series = [new ChartSeries("s", [1e-4, 1], [0, 1])], IsLogX = true, Width = 60, IsAscii = true };
        string axis = chart.Draw()[^1];
        string[] texts = axis.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1e-4", "0.001", "0.01", "0.1", "1"], texts);
    }

    [Fact]
    public void Several_series_have_symbols_and_a_legend()
    {
        IReadOnlyList<string> lines = new LineChart { Series = [Falling, Rising] }.Draw();
        Assert.Equal("● falling  ○ rising", lines[^1].Trim());
        Assert.Contains(lines.Take(5), line => line.Contains('●', StringComparison.Ordinal));
        Assert.Contains(lines.Take(5), line => line.Contains('○', StringComparison.Ordinal));
    }

    [Fact]
    public void A_mark_stands_below_its_place_and_points_up()
    {
        IReadOnlyList<string> lines = new LineChart { Series = [Falling], Marks = [new ChartMark(2, "here")], IsAscii = true }.Draw();
        string mark = lines[^1];
        Assert.EndsWith("^ here", mark, StringComparison.Ordinal);
        Assert.Equal(':', lines[0][mark.IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Values_that_are_not_finite_or_beyond_the_limit_do_not_spread_the_axis()
    {
        var series = new ChartSeries("s", [0, 1, 2, 3], [1, double.NaN, 2, 1e30]);
        IReadOnlyList<string> lines = new LineChart { Series = [series], MaximumY = 3, IsAscii = true }.Draw();
        Assert.StartsWith("  3 +", lines[0], StringComparison.Ordinal);
        Assert.Contains('*', lines[0]);
    }

    [Fact]
    public void Nothing_and_a_single_value_are_drawn_too()
    {
        Assert.Equal(["(no values to draw)"], new LineChart { Series = [new ChartSeries("s", [1], [double.NaN])] }.Draw());
        Assert.Contains(new LineChart { Series = [new ChartSeries("s", [1], [5])], IsAscii = true }.Draw(), line => line.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void A_series_with_too_few_values_is_refused() =>
        Assert.Throws<ArgumentException>(() => new LineChart { Series = [new ChartSeries("s", [1, 2], [5])] }.Draw());
}
