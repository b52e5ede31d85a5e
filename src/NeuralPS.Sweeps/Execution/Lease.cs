using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Processes;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>Which process works on a running trial. It is a system attribute of the trial, and so survives the process.</summary>
/// <param name="Process">The process.</param>
/// <param name="Attempt">Which attempt this is, from 1: one more than the processes that died over the trial.</param>
/// <param name="IsReleased">True when the process gave the trial back unfinished, for anyone to go on with.</param>
/// <param name="Hold">Who in the process works on it, by the name of a <see cref="TrialHold"/>; empty for nobody.</param>
internal sealed record Lease(ProcessIdentity Process, int Attempt, bool IsReleased, string Hold = "")
{
    /// <summary>The system attribute that holds the lease.</summary>
    public const string Key = "neuralps:lease";

    /// <summary>The system attribute that changes as long as the process lives.</summary>
    public const string HeartbeatKey = "neuralps:heartbeat";

    /// <summary>The lease of a trial; null when another program has it.</summary>
    public static Lease? Of(Trial trial) =>
        trial.SystemAttributes.TryGetValue(Key, out JsonNode? node) && node is JsonObject lease
            && ProcessIdentity.Parse(lease["process"]?.GetValue<string>()) is { } process
            ? new Lease(
                process,
                lease["attempt"] is { } attempt ? JsonScalar.ReadInt32(attempt) : 1,
                lease["released"]?.GetValue<bool>() ?? false,
                lease["hold"]?.GetValue<string>() ?? string.Empty)
            : null;

    /// <summary>What the journal holds.</summary>
    public JsonNode ToJson() =>
        new JsonObject { ["process"] = Process.ToString(), ["attempt"] = Attempt, ["released"] = IsReleased, ["hold"] = Hold };
}
