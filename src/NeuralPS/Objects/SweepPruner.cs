using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>A pruner with its settings: which trials are stopped early, as New-Pruner makes it.</summary>
public sealed class SweepPruner
{
    internal SweepPruner(Swp.Pruners.PrunerOptions value) => Value = value;

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The settings that were given, by name; the others are as usual.</summary>
    public System.Collections.IDictionary Settings => SweepValue.ToSettings(Swp.Pruners.PrunerCatalog.GetOptionNames(Name), Value);

    /// <summary>The sweeps' own type.</summary>
    internal Swp.Pruners.PrunerOptions Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
