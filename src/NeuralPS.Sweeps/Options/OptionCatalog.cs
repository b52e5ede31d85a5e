using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps.Options;

/// <summary>
/// Things that users choose by name and set up by options, as plain data: a record with a property <c>Name</c> and one nullable property
/// for every option of any of them. What is null has its default; what does not belong to the thing must be null.
/// </summary>
/// <typeparam name="TOptions">The record.</typeparam>
/// <typeparam name="TItem">What it describes.</typeparam>
internal sealed class OptionCatalog<TOptions, TItem>
    where TOptions : class
{
    private static readonly PropertyInfo NameProperty = typeof(TOptions).GetProperty("Name")!;

    private readonly string _kind;
    private readonly ImmutableSortedDictionary<string, Entry> _entries;
    private readonly Func<string, TOptions> _begin;

    /// <summary>Creates the catalog.</summary>
    /// <param name="kind">What the things are, such as <c>sampler</c>: for messages and for the ids of errors.</param>
    /// <param name="begin">Makes a record with a name and nothing else.</param>
    /// <param name="entries">The names, the properties that are their options, and how a thing is made.</param>
    public OptionCatalog(
        string kind,
        Func<string, TOptions> begin,
        IEnumerable<(string Name, string[] Options, Func<TOptions, TItem> Create)> entries)
    {
        (_kind, _begin) = (kind, begin);
        _entries = entries.ToImmutableSortedDictionary(entry => entry.Name, entry => new Entry([.. entry.Options], entry.Create), StringComparer.OrdinalIgnoreCase);
        Names = [.. _entries.Keys];
    }

    /// <summary>All names, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The options that a thing has.</summary>
    public IReadOnlyList<string> GetOptionNames(string name) => Find(name).Options;

    /// <summary>Makes the thing that the options describe.</summary>
    public TItem Create(TOptions options)
    {
        string name = (string)NameProperty.GetValue(options)!;
        Entry entry = Find(name);
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
        {
            if (property != NameProperty && property.GetValue(options) is not null && !entry.Options.Contains(property.Name))
            {
                throw NoSuchOption(name, property.Name, entry);
            }
        }

        return entry.Create(options);
    }

    /// <summary>Reads options as users write them: names in any case, with numbers, truth values, or names of other things of the kind.</summary>
    public TOptions Describe(string name, IEnumerable<KeyValuePair<string, object?>> options)
    {
        Entry entry = Find(name);
        TOptions result = _begin(_entries.Keys.First(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)));
        foreach ((string option, object? value) in options)
        {
            string known = entry.Options.FirstOrDefault(key => key.Equals(option, StringComparison.OrdinalIgnoreCase))
                ?? throw NoSuchOption(name, option, entry);
            PropertyInfo property = typeof(TOptions).GetProperty(known)!;
            property.SetValue(result, Convert(property, value, name));
        }

        _ = Create(result);
        return result;
    }

    /// <summary>The options as the journal has them: what is null is left out.</summary>
    public static JsonObject ToJson(TOptions options)
    {
        // By hand: System.Text.Json would take 30 ms before the first trial of a sweep to prepare for a record.
        JsonObject json = [];
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
        {
            JsonNode? value = property.GetValue(options) switch
            {
                TOptions inner => ToJson(inner),
                int number => JsonScalar.Write((long)number),
                { } other => JsonScalar.Write(other),
                null => null,
            };
            if (value is not null)
            {
                json.Add(JsonNamingPolicy.CamelCase.ConvertName(property.Name), value);
            }
        }

        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public TOptions FromJson(JsonNode? json)
    {
        TOptions options;
        try
        {
            options = Read(json);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The latter where a key is there twice.
            throw Bad($"The journal's description of the {_kind} cannot be read: {e.Message}", e);
        }

        _ = Create(options);
        return options;
    }

    /// <summary>Such as <c>TPE (startupTrials 20)</c>.</summary>
    public static string Format(TOptions options)
    {
        IEnumerable<string> settings = typeof(TOptions).GetProperties()
            .Where(property => property != NameProperty && property.GetValue(options) is not null)
            .Select(property => string.Create(CultureInfo.InvariantCulture, $"{property.Name} {property.GetValue(options)}"));
        string text = string.Join(", ", settings);
        return text.Length == 0 ? (string)NameProperty.GetValue(options)! : $"{NameProperty.GetValue(options)} ({text})";
    }

    private TOptions Read(JsonNode? json)
    {
        if (json is not JsonObject fields || fields["name"] is not JsonValue name || JsonScalar.Read(name) is not string text)
        {
            throw new FormatException($"{json?.ToJsonString() ?? "null"} has no name.");
        }

        TOptions options = _begin(text);
        PropertyInfo[] properties = typeof(TOptions).GetProperties();
        foreach ((string key, JsonNode? node) in fields)
        {
            PropertyInfo property = Array.Find(properties, property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == key)
                ?? throw new FormatException($"It has '{key}', which this version does not know.");
            property.SetValue(options, ReadValue(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, key, node));
        }

        return options;
    }

    private object? ReadValue(Type type, string key, JsonNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (type == typeof(TOptions))
        {
            return Read(node);
        }

        object? value = node is JsonValue ? JsonScalar.Read(node) : null;
        return type == typeof(int) && value is long and >= int.MinValue and <= int.MaxValue ? (int)(long)value
            : type == typeof(double) && value is long whole ? (double)whole
            : type == typeof(double) && value is string text && double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number
            : type.IsInstanceOfType(value) ? value
            : throw new FormatException($"'{key}' cannot be {node.ToJsonString()}.");
    }

    private object? Convert(PropertyInfo property, object? value, string name)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            if (value is null || type.IsInstanceOfType(value))
            {
                return value;
            }

            if (type == typeof(TOptions))
            {
                _ = Find((string)value);
                return _begin(_entries.Keys.First(key => key.Equals((string)value, StringComparison.OrdinalIgnoreCase)));
            }

            if (type == typeof(bool))
            {
                throw new FormatException();
            }

            double number = System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
            return type == typeof(double) ? (object)number : number == Math.Floor(number) ? checked((int)number) : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            string expected = type == typeof(int) ? "a whole number" : type == typeof(double) ? "a number" : type == typeof(bool) ? "$true or $false" : $"the name of a {_kind}";
            throw Bad($"{property.Name} of the {_kind} {name} is '{value}'. It must be {expected}.", e);
        }
    }

    private Entry Find(string name) => _entries.TryGetValue(name, out Entry? entry)
        ? entry
        : throw new SweepException($"Unknown{Kind}", $"There is no {_kind} '{name}'. There are {string.Join(", ", Names)}.");

    private string Kind => char.ToUpperInvariant(_kind[0]) + _kind[1..];

    private SweepException NoSuchOption(string name, string option, Entry entry) =>
        Bad($"The {_kind} {name} has no option {option}. {(entry.Options.Length == 0 ? "It has none" : $"It has {string.Join(", ", entry.Options)}")}.");

    private SweepException Bad(string message, Exception? inner = null) => new($"Bad{Kind}Option", message, inner);

    /// <summary>What belongs to a name.</summary>
    private sealed record Entry(ImmutableArray<string> Options, Func<TOptions, TItem> Create);
}
