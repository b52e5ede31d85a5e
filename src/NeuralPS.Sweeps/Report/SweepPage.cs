using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Report;

/// <summary>
/// A sweep as a page of HTML, complete in one file: summary, history, parallel coordinates, slices, importance, learning curves, Pareto
/// front and the table of trials. The page asks no other computer for anything, and its own policy forbids it to.
/// </summary>
public static class SweepPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
    private const string Prefix = "NeuralPS.Sweeps.Report.";

    // What later files use, earlier ones define.
    private static readonly string[] Scripts =
    [
        "data.js", "axis.js", "plot.js", "history.js", "pareto.js", "parallel.js", "brush.js", "slices.js", "importance.js", "curves.js",
        "table.js", "page.js",
    ];

    /// <summary>The states in the order in which counts are told.</summary>
    internal static readonly TrialState[] States =
        [TrialState.Complete, TrialState.Pruned, TrialState.Failed, TrialState.Running, TrialState.Waiting];

    /// <summary>Writes the page, UTF-8 with line feeds.</summary>
    public static void Write(SweepSummary summary, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(summary);
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        using var writer = new StreamWriter(stream, encoding, leaveOpen: true) { NewLine = "\n" };
        string title = Escape(summary.Name);
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\">");
        writer.WriteLine("<head>");
        writer.WriteLine("<meta charset=\"utf-8\">");
        writer.WriteLine($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        writer.WriteLine($"<title>{title}</title>");
        writer.WriteLine($"<style>\n{Resource("page.css")}</style>");
        writer.WriteLine("</head>");
        writer.WriteLine("<body>");
        writer.WriteLine($"<header><h1>{title}</h1><p>{Escape(Goal(summary))}</p></header>");
        writer.WriteLine("<main>");
        WriteSummary(summary, writer);
        writer.Write(Resource("body.html"));
        writer.WriteLine("</main>");
        writer.Flush();

        // Its encoder writes <, > and & as escapes: no name can end the element.
        writer.Write("<script type=\"application/json\" id=\"data\">");
        writer.Flush();
        PageData.Write(summary, stream);
        writer.WriteLine("</script>");
        writer.WriteLine("<script>\n(() => {\n'use strict';");
        foreach (string script in Scripts)
        {
            writer.Write(Resource(script));
        }

        writer.WriteLine("})();\n</script>");
        writer.WriteLine("</body>");
        writer.WriteLine("</html>");
    }

    private static string Goal(SweepSummary summary) => string.Join(
        ", ", summary.Objectives.Select(o => $"{SummaryText.Verb(o)} {o.Name}"));

    private static void WriteSummary(SweepSummary summary, StreamWriter writer)
    {
        writer.WriteLine("<section id=\"summary\" aria-label=\"Summary\">");
        WriteFacts("Trials", Counts(summary), writer);
        ImmutableArray<Trial> best = ParetoFront.Find(summary.Trials, summary.Objectives);
        if (best.Length == 0)
        {
            WriteFacts("Best trial", [("", "No trial is complete and keeps the constraints yet.")], writer);
        }
        else if (summary.Objectives.Length == 1)
        {
            WriteFacts($"Best: trial {best[0].Number}", Describe(best[0], summary), writer);
        }
        else
        {
            string numbers = string.Join(", ", best.Take(12).Select(trial => trial.Number)) + (best.Length > 12 ? ", …" : "");
            string count = best.Length.ToString(CultureInfo.InvariantCulture);
            WriteFacts("Best", [("Trials on the Pareto front", count), ("Their numbers", numbers)], writer);
        }

        WriteFacts("Sweep", Settings(summary), writer);
        writer.WriteLine("</section>");
    }

    private static IEnumerable<(string, string)> Counts(SweepSummary summary)
    {
        yield return ("All", summary.Trials.Count.ToString("N0", CultureInfo.InvariantCulture));
        foreach (TrialState state in States)
        {
            int count = summary.CountOf(state);
            if (count > 0)
            {
                yield return (state.ToString(), count.ToString("N0", CultureInfo.InvariantCulture));
            }
        }
    }

    private static IEnumerable<(string, string)> Describe(Trial trial, SweepSummary summary) =>
    [
        .. summary.Objectives.Select((objective, i) => (objective.Name, SummaryText.FormatValue(trial.Values[i]))),
        .. trial.Parameters.Select(parameter => (parameter.Key, SummaryText.FormatValue(parameter.Value.External))),
    ];

    private static IEnumerable<(string, string)> Settings(SweepSummary summary)
    {
        (string, string)[] settings =
        [
            ("Sampler", summary.Sampler),
            ("Pruner", summary.Pruner),
            ("Constraints", string.Join("; ", summary.Constraints)),
            ("Seed", summary.Seed?.ToString(CultureInfo.InvariantCulture) ?? string.Empty),
            ("Started", Format(summary.Trials.Min(trial => trial.Started))),
            ("Last end", Format(summary.Trials.Max(trial => trial.Finished))),
            ("Time", summary.Elapsed is TimeSpan elapsed ? SummaryText.FormatTime(elapsed) : string.Empty),
        ];
        return settings.Where(setting => setting.Item2.Length > 0);
    }

    private static void WriteFacts(string heading, IEnumerable<(string Label, string Text)> facts, StreamWriter writer)
    {
        writer.WriteLine($"<div class=\"card\"><h2>{Escape(heading)}</h2><dl>");
        foreach ((string label, string text) in facts)
        {
            writer.WriteLine($"<div><dt>{Escape(label)}</dt><dd>{Escape(text)}</dd></div>");
        }

        writer.WriteLine("</dl></div>");
    }

    private static string Format(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using Stream stream = typeof(SweepPage).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The library was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
