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
            ("Grid", [nameof(SamplerOptions.PointCount), nameof(SamplerOptions.Shuffle)],
                options => new GridSampler(options.PointCount, options.Shuffle ?? false)),
            ("Random", [], _ => new RandomSampler()),
            ("Sobol", [], _ => new SobolSampler()),
            ("TPE", [nameof(SamplerOptions.StartupTrials), nameof(SamplerOptions.CandidateCount)],
                options => new TpeSampler(options.StartupTrials ?? 10, options.CandidateCount ?? 40)),
        ]);

    /// <summary>The names of all samplers, sorted.</summary>
    public static IReadOnlyList<string> Names => Catalog.Names;

    /// <summary>The options that a sampler has.</summary>
    /// <exception cref="SweepException">UnknownSampler.</exception>
    public static IReadOnlyList<string> GetOptionNames(string name) => Catalog.GetOptionNames(Resolve(name));

    /// <summary>Makes the sampler that the options describe.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static Sampler Create(SamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Catalog.Create(options with { Name = Resolve(options.Name) });
    }

    /// <summary>Reads options as users write them.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static SamplerOptions Describe(string name, IEnumerable<KeyValuePair<string, object?>> options) =>
        Catalog.Describe(Resolve(name), options);

    /// <summary>The options as the journal has them.</summary>
    public static JsonNode ToJson(SamplerOptions options) => OptionCatalog<SamplerOptions, Sampler>.ToJson(options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SweepException">UnknownSampler, BadSamplerOption.</exception>
    public static SamplerOptions FromJson(JsonNode? json) => Catalog.FromJson(json);

    private static string Resolve(string name) => string.Equals(name, "QuasiRandom", StringComparison.OrdinalIgnoreCase) ? "Sobol" : name;
}
