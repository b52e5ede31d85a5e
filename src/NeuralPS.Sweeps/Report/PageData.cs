using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Report;

/// <summary>
/// The data of the page as JSON, by columns: ten thousand trials then take little space. Numbers have seven digits; what is not finite is
/// text that reads as a number, what is missing is null.
/// </summary>
internal static class PageData
{
    // More points than this in all learning curves take longer to read than they help.
    private const int MaximumPoints = 400_000;
    private const int MaximumMetrics = 24;

    /// <summary>Writes the data. The encoder escapes what could end a script element.</summary>
    public static void Write(SweepSummary summary, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        IReadOnlyList<Trial> trials = summary.Trials;
        json.WriteStartObject();
        WriteObjectives(summary, json);
        WriteParameters(trials, json);
        json.WriteStartObject("trials");
        WriteColumn(json, "number", trials, trial => json.WriteNumberValue(trial.Number));
        WriteColumn(json, "state", trials, trial => json.WriteNumberValue((int)trial.State));
        WriteColumn(json, "feasible", trials, trial => json.WriteNumberValue(trial.IsFeasible ? 1 : 0));
        WriteColumn(json, "seconds", trials, trial => WriteNumber(json, (trial.Finished - trial.Started)?.TotalSeconds));
        WriteColumn(json, "started", trials, trial => json.WriteStringValue(
            trial.Started?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? string.Empty));
        WriteColumn(json, "note", trials, trial => json.WriteStringValue(NoteOf(trial)));
        WriteReports(trials, json);
        json.WriteEndObject();
        WriteMetrics(trials, [.. summary.Objectives.Select(objective => objective.Name)], json);
        HashSet<Trial> best = [.. ParetoFront.Find(trials, summary.Objectives)];
        int[] places = [.. Enumerable.Range(0, trials.Count).Where(i => best.Contains(trials[i]))];
        WriteColumn(json, "best", places, json.WriteNumberValue);
        json.WriteEndObject();
    }

    private static void WriteObjectives(SweepSummary summary, Utf8JsonWriter json)
    {
        json.WriteStartArray("objectives");
        for (int i = 0; i < summary.Objectives.Length; i++)
        {
            Objective objective = summary.Objectives[i];
            int index = i;
            json.WriteStartObject();
            json.WriteString("name", objective.Name);
            json.WriteBoolean("maximize", objective.Direction == Direction.Maximize);
            WriteColumn(json, "values", summary.Trials, trial => WriteNumber(
                json, index < trial.Values.Length ? trial.Values[index] : null));
            if (summary.Trials.Count(trial => trial.State == TrialState.Complete) >= ParameterImportance.MinimumTrials)
            {
                ImmutableArray<ParameterScore> scores = ParameterImportance.Compute(summary.Trials, objective, index);
                json.WriteStartObject("importance");
                foreach (ParameterScore score in scores)
                {
                    json.WritePropertyName(score.Name);
                    WriteNumber(json, score.Importance);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(IReadOnlyList<Trial> trials, Utf8JsonWriter json)
    {
        json.WriteStartArray("parameters");
        foreach (string name in trials.SelectMany(trial => trial.Parameters.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteDomain(trials.First(trial => trial.Parameters.ContainsKey(name)).Parameters[name].Domain, json);
            WriteColumn(json, "values", trials, trial => WriteNumber(
                json, trial.Parameters.TryGetValue(name, out TrialParameter parameter) ? parameter.Value : null));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDomain(Domain domain, Utf8JsonWriter json)
    {
        json.WriteBoolean("log", domain is FloatDomain { IsLog: true } or IntegerDomain { IsLog: true });
        json.WriteBoolean("whole", domain is IntegerDomain);
        if (domain is CategoricalDomain categorical)
        {
            WriteColumn(json, "choices", categorical.Choices, choice => json.WriteStringValue(CategoricalDomain.Format(choice)));
        }
    }

    private static void WriteReports(IReadOnlyList<Trial> trials, Utf8JsonWriter json)
    {
        int limit = Math.Max(8, MaximumPoints / Math.Max(1, trials.Count(trial => trial.IntermediateValues.Count > 0)));
        json.WriteBoolean("thinned", trials.Any(trial => trial.IntermediateValues.Count > limit));
        WriteColumn(json, "steps", trials, trial => WritePoints(
            trial, limit, i => json.WriteNumberValue(trial.IntermediateValues.GetKeyAtIndex(i)), json));
        WriteColumn(json, "reports", trials, trial => WritePoints(
            trial, limit, i => WriteNumber(json, trial.IntermediateValues.GetValueAtIndex(i)), json));
    }

    /// <summary>At most <paramref name="limit"/> reports, evenly spaced, the first and the last among them.</summary>
    private static void WritePoints(Trial trial, int limit, Action<int> write, Utf8JsonWriter json)
    {
        int count = trial.IntermediateValues.Count;
        json.WriteStartArray();
        for (int i = 0; i < Math.Min(count, limit); i++)
        {
            write(count <= limit ? i : (int)((long)i * (count - 1) / (limit - 1)));
        }

        json.WriteEndArray();
    }

    private static void WriteMetrics(IReadOnlyList<Trial> trials, HashSet<string> objectives, Utf8JsonWriter json)
    {
        IEnumerable<string> names = trials.SelectMany(trial => trial.UserAttributes.Keys).Distinct()
            .Where(name => !objectives.Contains(name)).Order(StringComparer.Ordinal).Take(MaximumMetrics);
        json.WriteStartArray("metrics");
        foreach (string name in names)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            WriteColumn(json, "values", trials, trial => WriteAttribute(json, trial.UserAttributes.GetValueOrDefault(name)));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAttribute(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node?.GetValueKind())
        {
            case null or JsonValueKind.Null:
                json.WriteNullValue();
                break;
            case JsonValueKind.Number when JsonScalar.Read(node) is object number:
                WriteNumber(json, Convert.ToDouble(number, CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.String:
                json.WriteStringValue(node.GetValue<string>());
                break;
            default:
                json.WriteStringValue(node.ToJsonString());
                break;
        }
    }

    private static string NoteOf(Trial trial) =>
        TrialError.Of(trial) is { } error ? error.Message : trial.IsFeasible ? string.Empty : "A constraint is violated.";

    private static void WriteColumn<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < items.Count; i++)
        {
            write(items[i]);
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is not double number)
        {
            json.WriteNullValue();
        }
        else if (double.IsFinite(number))
        {
            json.WriteRawValue(number.ToString("G7", CultureInfo.InvariantCulture), skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
