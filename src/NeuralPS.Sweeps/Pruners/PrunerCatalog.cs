using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>The pruners by name, and how they are written in the journal.</summary>
public static class PrunerCatalog
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly ImmutableSortedDictionary<string, Entry> Entries = new Dictionary<string, Entry>
    {
        ["None"] = new([], _ => new NonePruner()),
        ["Median"] = new(
            [
                nameof(PrunerOptions.StartupTrials), nameof(PrunerOptions.WarmupSteps), nameof(PrunerOptions.IntervalSteps),
                nameof(PrunerOptions.MinimumTrials),
            ],
            o => new MedianPruner(o.StartupTrials ?? 5, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1, o.MinimumTrials ?? 1)),
        ["Percentile"] = new(
            [
                nameof(PrunerOptions.Percentile), nameof(PrunerOptions.StartupTrials), nameof(PrunerOptions.WarmupSteps),
                nameof(PrunerOptions.IntervalSteps), nameof(PrunerOptions.MinimumTrials),
            ],
            o => new PercentilePruner(
                o.Percentile ?? 25, o.StartupTrials ?? 5, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1, o.MinimumTrials ?? 1)),
        ["ASHA"] = new(
            [
                nameof(PrunerOptions.MinimumResource), nameof(PrunerOptions.ReductionFactor),
                nameof(PrunerOptions.MinimumEarlyStoppingRate), nameof(PrunerOptions.BootstrapCount),
            ],
            o => new AshaPruner(o.MinimumResource, o.ReductionFactor ?? 4, o.MinimumEarlyStoppingRate ?? 0, o.BootstrapCount ?? 0)),
        ["Hyperband"] = new(
            [
                nameof(PrunerOptions.MinimumResource), nameof(PrunerOptions.MaximumResource), nameof(PrunerOptions.ReductionFactor),
                nameof(PrunerOptions.BootstrapCount),
            ],
            o => new HyperbandPruner(o.MinimumResource ?? 1, o.MaximumResource, o.ReductionFactor ?? 3, o.BootstrapCount ?? 0)),
        ["Threshold"] = new(
            [
                nameof(PrunerOptions.Lower), nameof(PrunerOptions.Upper), nameof(PrunerOptions.WarmupSteps),
                nameof(PrunerOptions.IntervalSteps),
            ],
            o => new ThresholdPruner(o.Lower, o.Upper, o.WarmupSteps ?? 0, o.IntervalSteps ?? 1)),
        ["Patience"] = new(
            [nameof(PrunerOptions.Patience), nameof(PrunerOptions.MinimumDelta), nameof(PrunerOptions.Wrapped)],
            o => new PatiencePruner(o.Patience ?? 5, o.MinimumDelta ?? 0, o.Wrapped is null ? null : Create(o.Wrapped))),
    }.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all pruners, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Keys];

    /// <summary>The options that a pruner has.</summary>
    /// <exception cref="SweepException">UnknownPruner.</exception>
    public static IReadOnlyList<string> GetOptionNames(string name) => Find(name).Options;

    /// <summary>Makes the pruner that the options describe.</summary>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static Pruner Create(PrunerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Entry entry = Find(options.Name);
        foreach (PropertyInfo property in typeof(PrunerOptions).GetProperties())
        {
            bool belongs = property.Name == nameof(PrunerOptions.Name) || entry.Options.Contains(property.Name);
            if (!belongs && property.GetValue(options) is not null)
            {
                throw NoSuchOption(options.Name, property.Name, entry);
            }
        }

        return entry.Create(options);
    }

    /// <summary>Reads options as users write them.</summary>
    /// <param name="name">The name of the pruner.</param>
    /// <param name="options">
    /// Names of options, in any case, with numbers; <c>Wrapped</c> is the name of a pruner or <see cref="PrunerOptions"/>.
    /// </param>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static PrunerOptions Describe(string name, IEnumerable<KeyValuePair<string, object?>> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Entry entry = Find(name);
        PrunerOptions result = new() { Name = Entries.Keys.First(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) };
        foreach ((string option, object? value) in options)
        {
            string known = entry.Options.FirstOrDefault(key => key.Equals(option, StringComparison.OrdinalIgnoreCase))
                ?? throw NoSuchOption(result.Name, option, entry);
            PropertyInfo property = typeof(PrunerOptions).GetProperty(known)!;
            property.SetValue(result, Convert(property, value, result.Name));
        }

        _ = Create(result);
        return result;
    }

    /// <summary>The options as the journal has them: what is null is left out.</summary>
    public static JsonNode ToJson(PrunerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return JsonSerializer.SerializeToNode(options, Json)!;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SweepException">UnknownPruner, BadPrunerOption.</exception>
    public static PrunerOptions FromJson(JsonNode? json)
    {
        try
        {
            PrunerOptions options = json.Deserialize<PrunerOptions>(Json) ?? throw new JsonException("It is null.");
            _ = Create(options);
            return options;
        }
        catch (JsonException e)
        {
            throw new SweepException("BadPrunerOption", $"The journal's description of the pruner cannot be read: {e.Message}", e);
        }
    }

    private static object? Convert(PropertyInfo property, object? value, string pruner)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            if (value is null || type == typeof(PrunerOptions))
            {
                return value as PrunerOptions ?? (value is null ? null : new PrunerOptions { Name = (string)value });
            }

            double number = System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
            return type == typeof(double) ? (object)number
                : number == Math.Floor(number) ? checked((int)number)
                : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            string expected = type == typeof(int) ? "a whole number" : type == typeof(double) ? "a number" : "the name of a pruner";
            throw new SweepException("BadPrunerOption", $"{property.Name} of the pruner {pruner} is '{value}'. It must be {expected}.", e);
        }
    }

    private static Entry Find(string name) => Entries.TryGetValue(name, out Entry? entry)
        ? entry
        : throw new SweepException("UnknownPruner", $"There is no pruner '{name}'. There are {string.Join(", ", Names)}.");

    private static SweepException NoSuchOption(string name, string option, Entry entry) => PrunerGuard.Bad(
        $"The pruner {name} has no option {option}. It has {(entry.Options.Length == 0 ? "none" : string.Join(", ", entry.Options))}.");

    /// <summary>What belongs to a name.</summary>
    private sealed record Entry(ImmutableArray<string> Options, Func<PrunerOptions, Pruner> Create);
}
