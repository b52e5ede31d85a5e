using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// A sweep as the journal has it. It grows while the journal is read on: <see cref="Trials"/> may be read by any thread at any time,
/// the attributes and trials that are not finished only inside <see cref="Journal.Read"/> or <see cref="Journal.Transact"/>.
/// </summary>
public sealed class Study
{
    private readonly Dictionary<string, (int Number, Domain Domain)> _domains = new(StringComparer.Ordinal);

    internal Study(int id, string name, ImmutableArray<Direction> directions)
    {
        Id = id;
        Name = name;
        Directions = directions;
    }

    /// <summary>The place among all studies of the journal, from 0.</summary>
    public int Id { get; }

    /// <summary>The name; no other study of the journal has it, unless it is deleted.</summary>
    public string Name { get; }

    /// <summary>Which values are better, for each objective.</summary>
    public ImmutableArray<Direction> Directions { get; }

    /// <summary>Whether it was deleted; nothing can be added any more.</summary>
    public bool IsDeleted { get; internal set; }

    /// <summary>What the user noted.</summary>
    public SortedList<string, JsonNode?> UserAttributes { get; } = new(StringComparer.Ordinal);

    /// <summary>What programs noted, such as <c>study:metric_names</c>.</summary>
    public SortedList<string, JsonNode?> SystemAttributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Its trials, in the order of their numbers.</summary>
    public IReadOnlyList<Trial> Trials => TrialList;

    internal AppendOnlyList<Trial> TrialList { get; } = new();

    /// <summary>
    /// The domain that others of this name must be compatible with: that of the first trial that has the parameter. Null if none has.
    /// </summary>
    public Domain? GetDomain(string name) => _domains.TryGetValue(name, out (int Number, Domain Domain) first) ? first.Domain : null;

    internal void NoteDomain(int number, string name, Domain domain)
    {
        if (!_domains.TryGetValue(name, out (int Number, Domain Domain) first) || number <= first.Number)
        {
            _domains[name] = (number, domain);
        }
    }
}
