namespace NeuralPS.Sweeps.Pruners;

/// <summary>Stops no trial.</summary>
public sealed class NonePruner : Pruner
{
    /// <inheritdoc/>
    public override string Name => "None";

    /// <inheritdoc/>
    public override bool UsesHistory => false;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context) => PruneDecision.Continue;
}
