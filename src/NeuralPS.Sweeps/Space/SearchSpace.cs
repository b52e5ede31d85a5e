using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NeuralPS.Sweeps.Space;

/// <summary>
/// The parameters of a sweep and their domains, in the order of their names (ordinal): the order in which anything was written down
/// changes no trial.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The term of the field; that it reads as a dictionary is a convenience.")]
public sealed class SearchSpace : IReadOnlyDictionary<string, Domain>
{
    private readonly SortedList<string, Domain> _domains;

    /// <summary>Creates the space.</summary>
    /// <param name="domains">Names, not empty and each once, with their domains.</param>
    /// <exception cref="SweepException">BadParameterName.</exception>
    public SearchSpace(IEnumerable<KeyValuePair<string, Domain>> domains)
    {
        _domains = new(StringComparer.Ordinal);
        foreach ((string name, Domain domain) in domains)
        {
            if (string.IsNullOrWhiteSpace(name) || !_domains.TryAdd(name, domain))
            {
                throw new SweepException("BadParameterName", $"'{name}' is no name of a parameter, or is there twice. Give every parameter a name of its own.");
            }
        }
    }

    /// <summary>A space without parameters: all are asked for inside the trial.</summary>
    public static SearchSpace Empty { get; } = new([]);

    /// <summary>The number of points, or null when one of the parameters is continuous or there are more than 2^62.</summary>
    public long? PointCount
    {
        get
        {
            UInt128 count = 1;
            foreach (Domain domain in _domains.Values)
            {
                if (domain.Count is not long own)
                {
                    return null;
                }

                count *= (UInt128)own;
                if (count > (1UL << 62))
                {
                    return null;
                }
            }

            return (long)count;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _domains.Keys;

    /// <inheritdoc/>
    public IEnumerable<Domain> Values => _domains.Values;

    /// <inheritdoc/>
    public int Count => _domains.Count;

    /// <inheritdoc/>
    public Domain this[string key] => _domains[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _domains.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Domain value) => _domains.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Domain>> GetEnumerator() => _domains.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
