using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>An update rule with its settings, as New-Optimizer makes it.</summary>
public sealed class Optimizer
{
    internal Optimizer(Eng.Optimizers.Optimizer value) => Value = value;

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The learning rate.</summary>
    public double LearningRate => Value.LearningRate;

    /// <summary>All settings by name.</summary>
    public System.Collections.IDictionary Settings => new System.Collections.Specialized.OrderedDictionary().AddAll(Value.Describe());

    /// <summary>The engine's optimizer.</summary>
    internal Eng.Optimizers.Optimizer Value { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join(", ", Value.Describe().Select(setting => FormattableString.Invariant($"{setting.Key} {setting.Value}")))})";
}
