namespace NeuralPS;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    /// <summary>A worker has it, or had it when it died.</summary>
    Running,

    /// <summary>Finished, with values.</summary>
    Complete,

    /// <summary>Stopped early because it did worse than others.</summary>
    Pruned,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Enqueued; no worker has it yet.</summary>
    Waiting,
}
