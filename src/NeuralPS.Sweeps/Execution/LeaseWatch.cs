using System.Diagnostics;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// Finds leases whose process is dead. Of processes on this machine the machine says so at once; those elsewhere show that they live by
/// a heartbeat, and count as dead when it has not changed for a while by this process's own clock: clocks of machines differ.
/// </summary>
/// <param name="patience">How long a heartbeat may stay away.</param>
internal sealed class LeaseWatch(TimeSpan patience)
{
    /// <summary>The interval between heartbeats.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(20);

    /// <summary>How long heartbeats may stay away, unless told otherwise: several are missing by then, over a slow network file system, too.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, (string Beat, long Since)> _beats = [];

    /// <summary>Whether the trial may be taken over: it was given back, or its process is dead.</summary>
    public bool IsFree(Trial trial, Lease lease) => lease.IsReleased || (lease.Process.IsAlive() ?? HasPulse(trial)) == false;

    private bool HasPulse(Trial trial)
    {
        string beat = trial.SystemAttributes.TryGetValue(Lease.HeartbeatKey, out JsonNode? node) ? node?.ToJsonString() ?? string.Empty : string.Empty;
        beat += trial.IntermediateValues.Count;
        long now = Stopwatch.GetTimestamp();
        if (_beats.TryGetValue(trial.Id, out (string Beat, long Since) known) && known.Beat == beat)
        {
            return Stopwatch.GetElapsedTime(known.Since, now) < patience;
        }

        _beats[trial.Id] = (beat, now);
        return true;
    }
}
