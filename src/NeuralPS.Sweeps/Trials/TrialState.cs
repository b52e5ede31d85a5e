namespace NeuralPS.Sweeps.Trials;

/// <summary>Where a trial stands; the numbers are those of the journal.</summary>
public enum TrialState
{
    /// <summary>A worker has it, or had it when it died.</summary>
    Running = 0,

    /// <summary>Finished, with values.</summary>
    Complete = 1,

    /// <summary>Stopped early because it did worse than others.</summary>
    Pruned = 2,

    /// <summary>Ended with an error.</summary>
    Failed = 3,

    /// <summary>Enqueued; no worker has it yet.</summary>
    Waiting = 4,
}
