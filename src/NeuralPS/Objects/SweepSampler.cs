using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>A sampler with its settings: how the parameters of trials are chosen, as New-Sampler makes it.</summary>
public sealed class SweepSampler
{
    internal SweepSampler(Swp.Samplers.SamplerOptions value) => Value = value;

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The settings that were given, by name; the others are as usual.</summary>
    public System.Collections.IDictionary Settings => SweepValue.ToSettings(Swp.Samplers.SamplerCatalog.GetOptionNames(Name), Value);

    /// <summary>The sweeps' own type.</summary>
    internal Swp.Samplers.SamplerOptions Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
