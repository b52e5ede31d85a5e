namespace NeuralPS.Sweeps.Pruners;

/// <summary>Decides which trials are stopped early, as a pure function of a <see cref="PrunerContext"/>. One thread at a time.</summary>
public abstract class Pruner
{
    /// <summary>The name by which users choose it, such as <c>ASHA</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether decisions depend on other trials. Trials of a pruner that needs none never wait for others.</summary>
    public abstract bool UsesHistory { get; }

    /// <summary>Whether the trial should stop after its last report.</summary>
    public abstract PruneDecision Decide(PrunerContext context);
}
