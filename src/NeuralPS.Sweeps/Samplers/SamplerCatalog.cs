using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Options;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>The samplers by name, and how they are written in the journal.</summary>
public static class SamplerCatalog
{
    private static readonly OptionCatalog<SamplerOptions, Sampler> Catalog = new(
        "sampler",
        name => new SamplerOptions { Name = name },
        [
            ("Grid", [nameof(SamplerOptions.PointCount)], options => new GridSampler(options.PointCount)),
            ("Random", [], _ => new RandomSampler()),
        ]);

    /// <summary>The names of all samplers, sorted.</summary>
    public static IReadOnlyList<string> Names => Catalog.Names;

    /// <summary>The options that a sampler has.</summary>
    /// <exception cref="SweepException">UnknownSampler.</exception>
    public static IReadOnlyList<string> GetOptionNames(string name) => Catalog.GetOptionNames(name);

    /// <summary>Makes the sampler that the options describe.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static Sampler Create(SamplerOptions options) => Catalog.Create(options);

    /// <summary>Reads options as users write them.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static SamplerOptions Describe(string name, IEnumerable<KeyValuePair<string, object?>> options) => Catalog.Describe(name, options);

    /// <summary>The options as the journal has them.</summary>
    public static JsonNode ToJson(SamplerOptions options) => OptionCatalog<SamplerOptions, Sampler>.ToJson(options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static SamplerOptions FromJson(JsonNode? json) => Catalog.FromJson(json);
}
