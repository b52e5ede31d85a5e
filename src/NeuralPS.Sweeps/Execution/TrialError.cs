using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps.Execution;

/// <summary>Why a trial failed.</summary>
/// <param name="Id">A stable identifier.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Place">Where in the script, or empty.</param>
public sealed record TrialError(string Id, string Message, string Place = "")
{
    /// <summary>The system attribute that holds it.</summary>
    internal const string Key = "neuralps:error";

    /// <summary>The error of a failed trial, or null.</summary>
    public static TrialError? Of(Trials.Trial trial) => trial.SystemAttributes.TryGetValue(Key, out JsonNode? node) && node is JsonObject error
        ? new TrialError(Text(error, "id"), Text(error, "message"), Text(error, "place"))
        : null;

    /// <summary>The message, and where in the script.</summary>
    public override string ToString() => Place.Length == 0 ? Message : $"{Message} ({Place})";

    internal JsonNode ToJson() => new JsonObject { ["id"] = Id, ["message"] = Message, ["place"] = Place };

    private static string Text(JsonObject error, string name) => error[name]?.GetValue<string>() ?? string.Empty;
}
