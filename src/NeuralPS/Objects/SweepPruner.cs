using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>A pruner with its settings: which trials are stopped early, as New-Pruner makes it.</summary>
public sealed class SweepPruner
{
    internal SweepPruner(Swp.Pruners.PrunerOptions value) => Value = value;

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The sweeps' own type.</summary>
    internal Swp.Pruners.PrunerOptions Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
