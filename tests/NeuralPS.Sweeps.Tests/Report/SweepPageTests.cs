using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeuralPS.Sweeps.Report;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Report;

public partial class SweepPageTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(60, 1)]
    [InlineData(60, 2)]
    public void The_page_is_complete_in_itself(int count, int objectives)
    {
        string page = Write(DemoSweep.Create(count, objectives));
        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?i)https?://|\bsrc\s*=|\bhref\s*=|@import|url\(", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_ends_an_element()
    {
        string page = Write(DemoSweep.Create(30, 2));
        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain("broken'<", page, StringComparison.Ordinal);
        Assert.Contains("digits &lt;/script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_come_through_as_they_are()
    {
        SweepSummary summary = DemoSweep.Create(60, 2);
        JsonNode data = Data(Write(summary));
        Assert.Equal(DemoSweep.Nasty, (string)data["parameters"]![1]!["choices"]![1]!);
        Assert.Equal("null", (string)data["parameters"]![1]!["choices"]![2]!);
        Assert.Equal(summary.Trials.Select(trial => (int)trial.State), data["trials"]!["state"]!.AsArray().Select(state => (int)state!));
        Assert.Equal("Infinity", (string)data["objectives"]![1]!["values"]![0]!);
        Assert.Null(data["objectives"]![0]!["values"]![3]);
        Assert.Equal("NaN", (string)data["trials"]!["reports"]![0]![6]!);
        Assert.Equal(1, data["objectives"]![0]!["importance"]!.AsObject().Sum(entry => (double)entry.Value!), 5);
        Assert.Equal(DemoSweep.Nasty, (string)data["trials"]!["note"]![3]!);
        Assert.Equal(summary.Trials[0].Parameters["Rate"].Value, (double)data["parameters"]![2]!["values"]![0]!, 1e-6);
    }

    [Fact]
    public void Few_trials_have_no_importance() => Assert.Null(Data(Write(DemoSweep.Create(4)))["objectives"]![0]!["importance"]);

    [Fact]
    public void Long_curves_are_thinned_and_keep_their_ends()
    {
        SweepSummary summary = DemoSweep.Create(1);
        for (int step = 0; step < 1_000_000; step++)
        {
            summary.Trials[0].IntermediateValues[step] = step;
        }

        JsonNode trials = Data(Write(summary))["trials"]!;
        int[] steps = [.. trials["steps"]![0]!.AsArray().Select(step => (int)step!)];
        Assert.True((bool)trials["thinned"]!);
        Assert.Equal(400_000, steps.Length);
        Assert.Equal((0, 999_999), (steps[0], steps[^1]));
    }

    [Fact]
    public void The_summary_is_there_without_scripts()
    {
        SweepSummary summary = DemoSweep.Create(60);
        string page = Write(summary);
        Assert.Contains($"<dt>Pruned</dt><dd>{summary.CountOf(TrialState.Pruned)}</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Seed</dt><dd>17</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Time</dt><dd>00:09:55</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Best: trial ", page, StringComparison.Ordinal);
        Assert.Contains("No trial is complete", Write(DemoSweep.Create(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_sweep_gives_the_same_page() => Assert.Equal(Write(DemoSweep.Create(30)), Write(DemoSweep.Create(30)));

    [Fact]
    public void Ten_thousand_trials_take_a_few_megabytes() => Assert.InRange(Write(DemoSweep.Create(10_000)).Length, 1 << 20, 8 << 20);

    internal static string Write(SweepSummary summary)
    {
        using MemoryStream stream = new();
        SweepPage.Write(summary, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonNode Data(string page) => JsonNode.Parse(DataElement().Match(page).Groups[1].Value)!;

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
