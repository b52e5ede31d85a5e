using System.Collections;
using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>Values of sweeps between PowerShell and the journal.</summary>
internal static class SweepValue
{
    /// <summary>A value as scripts expect it: a whole number that fits is an <see cref="int"/>.</summary>
    public static object? ToScript(object? value) => value is long number and >= int.MinValue and <= int.MaxValue ? (int)number : value;

    /// <summary>The domain that a user wrote: what New-Parameter makes, a list of choices, or a single value.</summary>
    /// <exception cref="Swp.SweepException">BadDomain: names the parameter.</exception>
    public static Swp.Space.Domain ToDomain(string name, object? value)
    {
        value = Unwrap(value);
        try
        {
            return value switch
            {
                SweepParameter parameter => parameter.Domain,
                string text => new Swp.Space.CategoricalDomain([text]),
                IDictionary => throw new Swp.SweepException("BadDomain", "A hashtable is no set of values. Use New-Parameter, or a list of choices."),
                IEnumerable choices => new Swp.Space.CategoricalDomain(choices.Cast<object?>().Select(Unwrap)),
                _ => new Swp.Space.CategoricalDomain([value]),
            };
        }
        catch (Swp.SweepException e)
        {
            throw new Swp.SweepException(e.ErrorId, $"Parameter '{name}': {e.Message}", e);
        }
    }

    /// <summary>The search space that a user wrote.</summary>
    public static Swp.Space.SearchSpace ToSpace(IDictionary? parameters)
    {
        List<KeyValuePair<string, Swp.Space.Domain>> domains = [];
        foreach (DictionaryEntry entry in parameters ?? new Hashtable())
        {
            string name = entry.Key.ToString() ?? string.Empty;
            domains.Add(new(name, ToDomain(name, entry.Value)));
        }

        return new Swp.Space.SearchSpace(domains);
    }

    /// <summary>The options that a sampler or a pruner was given, by name.</summary>
    /// <param name="names">The options that it has.</param>
    /// <param name="options">The record that holds them.</param>
    public static IDictionary ToSettings(IEnumerable<string> names, object options)
    {
        System.Collections.Specialized.OrderedDictionary settings = [];
        foreach (string name in names)
        {
            if (options.GetType().GetProperty(name)?.GetValue(options) is { } value)
            {
                settings.Add(name, value is Swp.Pruners.PrunerOptions inner ? new SweepPruner(inner) : value);
            }
        }

        return settings;
    }

    /// <summary>What is inside PowerShell's wrapper.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
