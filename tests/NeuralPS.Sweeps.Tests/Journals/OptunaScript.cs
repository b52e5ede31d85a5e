using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

/// <summary>Runs Optuna on a journal. Scripts have <c>storage</c>, and print one line of JSON by <c>show</c>.</summary>
internal static class OptunaScript
{
    private const string Beginning = """
        import json, sys, time, warnings
        warnings.simplefilter("ignore")
        import optuna
        from optuna.storages import JournalStorage, JournalFileStorage
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        path = sys.argv[1]
        storage = JournalStorage(JournalFileStorage(path))
        def show(value): print(json.dumps(value))
        def describe(trial):
            return dict(number=trial.number, state=trial.state.value, values=trial.values, params=trial.params,
                reports=trial.intermediate_values, user=trial.user_attrs, system=trial.system_attrs,
                started=trial.datetime_start and trial.datetime_start.isoformat(timespec="microseconds"),
                finished=trial.datetime_complete and trial.datetime_complete.isoformat(timespec="microseconds"))

        """;

    public static ChildProcess Start(string path, string script) => new(OptunaFactAttribute.Python, ["-c", Beginning + script, path]);

    public static async Task<JsonNode> Run(string path, string script)
    {
        using ChildProcess process = Start(path, script);
        return PythonJsonReader.Parse(await process.Complete())!;
    }

    /// <summary>A trial as <c>describe</c> of the script describes it.</summary>
    public static string Describe(Trial trial) => Canonical(new JsonObject
    {
        ["number"] = trial.Number,
        ["state"] = (int)trial.State,
        ["values"] = trial.Values.Length == 0 ? null : new JsonArray([.. trial.Values.Select(value => JsonValue.Create(value))]),
        ["params"] = Map(trial.Parameters, parameter => JsonSerializer.SerializeToNode(parameter.External)),
        ["reports"] = Map(trial.IntermediateValues, value => JsonValue.Create(value)),
        ["user"] = Map(trial.UserAttributes, node => node?.DeepClone()),
        ["system"] = Map(trial.SystemAttributes, node => node?.DeepClone()),
        ["started"] = trial.Started?.ToString("yyyy-MM-ddTHH:mm:ss.ffffff"),
        ["finished"] = trial.Finished?.ToString("yyyy-MM-ddTHH:mm:ss.ffffff"),
    });

    /// <summary>The node as text that is the same for the same content.</summary>
    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}: {Canonical(pair.Value)}").Order(StringComparer.Ordinal))}}}",
        JsonArray array => "[" + string.Join(", ", array.Select(Canonical)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => Number(value).ToString("R"),
        null => "null",
        _ => "'" + node + "'",
    };

    private static double Number(JsonValue value) =>
        value.TryGetValue(out double real) ? real : value.TryGetValue(out long whole) ? whole : value.GetValue<int>();

    private static JsonObject Map<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> map, Func<TValue, JsonNode?> convert) =>
        new(map.Select(pair => KeyValuePair.Create(pair.Key!.ToString()!, convert(pair.Value))));
}
