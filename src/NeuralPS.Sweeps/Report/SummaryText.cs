using System.Collections.Immutable;
using System.Globalization;
using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Report;

/// <summary>A sweep in lines of text: what stands above and below its chart.</summary>
public static class SummaryText
{
    private const int MostNumbers = 12;
    private const int MostBar = 30;

    /// <summary>The characters beyond ASCII that <see cref="Bars"/> uses.</summary>
    public const string SpecialCharacters = "█▌";

    /// <summary>The trials by state, and how they came about.</summary>
    public static IReadOnlyList<string> Head(SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        string goals = string.Join(", ", summary.Objectives.Select(objective => $"{Verb(objective)} {objective.Name}"));
        string[] settings =
        [
            .. new[]
            {
                summary.Sampler.Length > 0 ? $"sampler {summary.Sampler}" : string.Empty,
                summary.Pruner.Length > 0 ? $"pruner {summary.Pruner}" : string.Empty,
                summary.Seed is ulong seed ? string.Create(CultureInfo.InvariantCulture, $"seed {seed}") : string.Empty,
                summary.Constraints.Length > 0 ? $"with {string.Join(", ", summary.Constraints)}" : string.Empty,
            }.Where(text => text.Length > 0),
        ];
        return
        [
            $"Sweep {summary.Name}: {goals}",
            .. settings.Length > 0 ? [string.Join(", ", settings)] : Array.Empty<string>(),
            CountText(summary),
        ];
    }

    /// <summary>The best trial with its parameters, or the trials of the Pareto front.</summary>
    public static IReadOnlyList<string> Best(SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ImmutableArray<Trial> best = ParetoFront.Find(summary.Trials, summary.Objectives);
        if (best.Length == 0)
        {
            return ["No trial is complete and keeps the constraints yet."];
        }

        if (summary.Objectives.Length > 1)
        {
            string numbers = string.Join(", ", best.Take(MostNumbers).Select(trial => trial.Number.ToString(CultureInfo.InvariantCulture)));
            string more = best.Length > MostNumbers ? " and more" : string.Empty;
            return [$"On the Pareto front: trial{(best.Length > 1 ? "s" : string.Empty)} {numbers}{more}"];
        }

        (string Name, string Text)[] parameters = [.. best[0].Parameters.Select(entry => (entry.Key, FormatValue(entry.Value.External)))];
        int width = parameters.Select(parameter => parameter.Name.Length).DefaultIfEmpty().Max();
        return
        [
            $"Best: trial {best[0].Number}, {summary.Objectives[0].Name} {FormatValue(best[0].Values[0])}",
            .. parameters.Select(parameter => $"  {parameter.Name.PadRight(width)}  {parameter.Text}"),
        ];
    }

    /// <summary>Bars of the importance of parameters, with their per cents.</summary>
    /// <param name="scores">The parameters, in the order to show.</param>
    /// <param name="width">Characters that a line may have.</param>
    /// <param name="isAscii">True to draw with characters of ASCII alone.</param>
    /// <param name="paint">Puts a bar in a colour; null for none.</param>
    public static IReadOnlyList<string> Bars(
        IReadOnlyList<ParameterScore> scores, int width, bool isAscii, Func<string, string>? paint = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0 || scores.All(score => score.Importance == 0))
        {
            return ["  No parameter made a difference."];
        }

        int names = Math.Min(scores.Max(score => score.Name.Length), Math.Max(8, width / 3));
        int room = Math.Clamp(width - names - 13, 4, MostBar);
        double most = scores.Max(score => score.Importance);
        return
        [
            .. scores.Select(score =>
            {
                // Half characters: twice as fine.
                int halves = (int)Math.Round(2 * room * score.Importance / most);
                string bar = isAscii
                    ? new string('#', (halves + 1) / 2)
                    : new string('█', halves / 2) + (halves % 2 == 1 ? "▌" : string.Empty);
                string name = score.Name.Length > names ? score.Name[..(names - 1)] + (isAscii ? "~" : "…") : score.Name;
                string share = (100 * score.Importance).ToString("0.0", CultureInfo.InvariantCulture).PadLeft(5);
                return $"  {name.PadRight(names)} {share} %  {(paint is null || bar.Length == 0 ? bar : paint(bar))}".TrimEnd();
            }),
        ];
    }

    /// <summary>A value as a summary shows it: six digits.</summary>
    internal static string FormatValue(object? value) => value switch
    {
        null => "null",
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    /// <summary>A duration, such as <c>1 d 02:03:04</c>.</summary>
    internal static string FormatTime(TimeSpan time) => time.TotalDays >= 1
        ? time.ToString("d' d 'hh':'mm':'ss", CultureInfo.InvariantCulture)
        : time.ToString("hh':'mm':'ss", CultureInfo.InvariantCulture);

    /// <summary>What is done with an objective.</summary>
    internal static string Verb(Objective objective) => objective.Direction == Direction.Maximize ? "maximise" : "minimise";

    private static string CountText(SweepSummary summary)
    {
        if (summary.Trials.Count == 0)
        {
            return "No trials yet";
        }

        IEnumerable<string> states = SweepPage.States
            .Select(state => (Count: summary.CountOf(state), Name: state.ToString().ToLowerInvariant()))
            .Where(entry => entry.Count > 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Count:N0} {entry.Name}"));
        string trials = string.Create(
            CultureInfo.InvariantCulture, $"{summary.Trials.Count:N0} trial{(summary.Trials.Count == 1 ? string.Empty : "s")}");
        string time = summary.Elapsed is TimeSpan elapsed ? $", in {FormatTime(elapsed)}" : string.Empty;
        return $"{trials}: {string.Join(", ", states)}{time}";
    }
}
