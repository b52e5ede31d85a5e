using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>A sweep that is described, and perhaps begun: nothing is written before <see cref="Open"/>.</summary>
public sealed class SweepPlan
{
    private SweepPlan(string path, SweepDefinition definition, IReadOnlyList<IReadOnlyDictionary<string, object?>> enqueued) =>
        (Path, Definition, Enqueued) = (path, definition, enqueued);

    /// <summary>The full path of the journal.</summary>
    public string Path { get; }

    /// <summary>What the sweep is.</summary>
    public SweepDefinition Definition { get; }

    /// <summary>Points to try first, by the names of parameters; what they leave out is chosen by the sampler.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Enqueued { get; }

    /// <summary>The folder for what trials leave behind, beside the journal: networks and checkpoints.</summary>
    public string Folder => System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileNameWithoutExtension(Path) + ".trials", SafeName(Definition.Name));

    /// <summary>Describes a sweep, new or one that goes on, and checks it against what the journal has.</summary>
    /// <param name="path">The full path of the journal, which need not exist.</param>
    /// <param name="definition">What the sweep is to be.</param>
    /// <param name="enqueued">Points to try first.</param>
    /// <exception cref="SweepException">The definition contradicts itself or the trials that are there already: says why.</exception>
    public static SweepPlan Create(
        string path, SweepDefinition definition, IReadOnlyList<IReadOnlyDictionary<string, object?>> enqueued)
    {
        definition.Validate();
        foreach (IReadOnlyDictionary<string, object?> point in enqueued)
        {
            foreach ((string name, object? value) in point)
            {
                if (definition.Space.TryGetValue(name, out Domain? domain))
                {
                    domain.ToInternal(value);
                }
            }
        }

        if (File.Exists(path))
        {
            using Journal journal = Journal.OpenRead(path);
            if (journal.FindStudy(definition.Name) is { } study)
            {
                RequireCompatible(study, definition);
            }
        }

        return new SweepPlan(path, definition, enqueued);
    }

    /// <summary>The sweep that a journal has under a name.</summary>
    /// <returns>Null when there is none of that name, or no file.</returns>
    public static SweepPlan? Find(string path, string name) => List(path).FirstOrDefault(plan => plan.Definition.Name == name);

    /// <summary>The sweeps that a journal has. Those of other programs are described as far as their studies tell.</summary>
    public static IReadOnlyList<SweepPlan> List(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using Journal journal = Journal.OpenRead(path);
        return [.. journal.Studies.Select(study => new SweepPlan(path, DefinitionJson.Read(study) ?? DescribeForeign(study), []))];
    }

    /// <summary>The sweep at work. A new one is written to the journal with the points to try first; changes of one that goes on, too.</summary>
    /// <param name="patience">How long a process on another machine may give no sign of life; null for two minutes.</param>
    public Sweep Open(TimeSpan? patience = null)
    {
        Journal journal = Journal.Open(Path);
        Study study = journal.Transact(transaction =>
        {
            Study? found = journal.FindStudy(Definition.Name);
            if (found is not null)
            {
                RequireCompatible(found, Definition);
            }

            Study current = found ?? transaction.CreateStudy(Definition.Name, [.. Definition.Objectives.Select(objective => objective.Direction)]);
            Set(transaction, current, DefinitionJson.MetricNamesKey, DefinitionJson.WriteMetricNames(Definition));
            Set(transaction, current, DefinitionJson.Key, DefinitionJson.Write(Definition));
            foreach (IReadOnlyDictionary<string, object?> point in Enqueued)
            {
                JsonObject values = ToJson(point);
                if (!IsEnqueued(current.Trials, values))
                {
                    transaction.CreateTrial(current, TrialState.Waiting, systemAttributes: new Dictionary<string, JsonNode?> { [TrialLedger.FixedKey] = values });
                }
            }

            return current;
        });
        return new Sweep(journal, study, Definition, patience);
    }

    /// <summary>How many trials there are to make: those of the sampler, and the points to try first beside them; null for any number.</summary>
    /// <param name="sweep">The sweep at work, if it is.</param>
    public long? GetTrialLimit(Sweep? sweep)
    {
        if (Samplers.SamplerCatalog.Create(Definition.Sampler).GetTrialLimit(Definition.Space) is not { } own)
        {
            return null;
        }

        IReadOnlyList<Trial> trials = ReadTrials(sweep);
        return own + trials.Count(trial => trial.SystemAttributes.ContainsKey(TrialLedger.FixedKey))
            + Enqueued.Select(ToJson).Count(values => !IsEnqueued(trials, values));
    }

    /// <summary>Counts the trials, as the journal has them now.</summary>
    /// <param name="sweep">The sweep at work, if it is.</param>
    public SweepCount Count(Sweep? sweep)
    {
        if (sweep is not null)
        {
            return sweep.Count();
        }

        IReadOnlyList<Trial> trials = ReadTrials(null);
        int CountOf(TrialState state) => trials.Count(trial => trial.State == state);
        return new SweepCount(
            trials.Count, CountOf(TrialState.Complete), CountOf(TrialState.Pruned), CountOf(TrialState.Failed), CountOf(TrialState.Running));
    }

    /// <summary>The trials, as the journal has them now; none when it does not have the sweep.</summary>
    /// <param name="sweep">The sweep at work, if it is.</param>
    public IReadOnlyList<Trial> ReadTrials(Sweep? sweep)
    {
        if (sweep is not null)
        {
            sweep.Journal.Synchronize();

            // Workers go on with the trials that run.
            return sweep.Journal.Read(() => sweep.Study.Trials.Select(trial => trial.IsFinished ? trial : trial.Copy()).ToArray());
        }

        if (!File.Exists(Path))
        {
            return [];
        }

        using Journal journal = Journal.OpenRead(Path);
        return journal.FindStudy(Definition.Name)?.Trials ?? [];
    }

    /// <summary>Takes the sweep with all its trials out of the journal, and removes its folder.</summary>
    public void Remove()
    {
        using Journal journal = Journal.Open(Path);
        journal.Transact(transaction =>
        {
            if (journal.FindStudy(Definition.Name) is { } study)
            {
                transaction.DeleteStudy(study);
            }

            return true;
        });
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static void Set(JournalTransaction transaction, Study study, string key, JsonNode value)
    {
        if (!study.SystemAttributes.TryGetValue(key, out JsonNode? known) || !JsonNode.DeepEquals(known, value))
        {
            transaction.SetSystemAttribute(study, key, value);
        }
    }

    /// <summary>Sampler, pruner, ranges, constraints and window may change as a sweep goes on; what its trials are measured by may not.</summary>
    private static void RequireCompatible(Study study, SweepDefinition definition)
    {
        ImmutableArray<Objective> known = DefinitionJson.ReadObjectives(study);
        bool isNamed = study.SystemAttributes.ContainsKey(DefinitionJson.MetricNamesKey);
        if (!study.Directions.SequenceEqual(definition.Objectives.Select(objective => objective.Direction))
            || (isNamed && !known.SequenceEqual(definition.Objectives)))
        {
            throw new SweepException(
                "ObjectiveChanged",
                $"Sweep '{study.Name}' has {study.Trials.Count} trials that were measured by {Describe(known)}, and is now to go by "
                + $"{Describe(definition.Objectives)}: their values would mean something else. Give the new sweep another name.");
        }

        if (DefinitionJson.Read(study) is { } before && before.Seed != definition.Seed && study.Trials.Count > 0)
        {
            throw new SweepException(
                "SeedChanged",
                $"Sweep '{study.Name}' was begun with seed {before.Seed}, and its trials are no beginning of those of seed {definition.Seed}. "
                + $"Leave out -Seed, or give {before.Seed}, or give the new sweep another name.");
        }

        foreach ((string name, Domain domain) in definition.Space)
        {
            if (study.GetDomain(name) is { } other && !other.IsCompatibleWith(domain))
            {
                throw new SweepException(
                    "DomainMismatch",
                    $"The parameter '{name}' took {other} in the trials that sweep '{study.Name}' has, and is now to take {domain}. Ranges and steps may change, "
                    + "but not kind, scale or choices: trials could no longer be compared. Give the parameter or the sweep another name.");
            }
        }
    }

    private static string Describe(ImmutableArray<Objective> objectives) =>
        string.Join(", ", objectives.Select(objective => $"{objective.Name} ({objective.Direction})"));

    /// <summary>A study of another program: what it does not tell is as if nothing had been said.</summary>
    private static SweepDefinition DescribeForeign(Study study) => new()
    {
        Name = study.Name,
        Objectives = DefinitionJson.ReadObjectives(study),
        Seed = 0,
        Space = SearchSpace.Empty,
        Sampler = Samplers.SamplerCatalog.Describe("Random", []),
        Pruner = Pruners.PrunerCatalog.Describe("None", []),
    };

    private JsonObject ToJson(IReadOnlyDictionary<string, object?> point) =>
        new(point.Select(pair => KeyValuePair.Create(pair.Key, JsonScalar.Write(Normalize(pair.Key, pair.Value)))));

    private static bool IsEnqueued(IEnumerable<Trial> trials, JsonObject values) => trials.Any(trial =>
        trial.SystemAttributes.TryGetValue(TrialLedger.FixedKey, out JsonNode? known) && JsonNode.DeepEquals(known, values));

    private object? Normalize(string name, object? value) =>
        Definition.Space.TryGetValue(name, out Domain? domain) ? domain.ToExternal(domain.ToInternal(value)) : new CategoricalDomain([value]).Choices[0];

    /// <summary>A name that every file system takes. What had to be changed is told apart by a hash of the name.</summary>
    private static string SafeName(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return safe == name ? name : $"{safe}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }
}
