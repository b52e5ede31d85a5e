using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Definitions;

/// <summary>The definition of a sweep as a system attribute of its study, beside what Optuna itself knows of a study.</summary>
internal static class DefinitionJson
{
    /// <summary>The system attribute with the definition.</summary>
    public const string Key = "neuralps:sweep";

    /// <summary>The system attribute with the names of the objectives, which Optuna's dashboard shows.</summary>
    public const string MetricNamesKey = "study:metric_names";

    /// <summary>The definition as JSON.</summary>
    public static JsonObject Write(SweepDefinition definition) => new()
    {
        // As text: not every reader of JSON knows whole numbers of 64 bits.
        ["seed"] = definition.Seed.ToString(CultureInfo.InvariantCulture),
        ["window"] = definition.Window,
        ["sampler"] = SamplerCatalog.ToJson(definition.Sampler),
        ["pruner"] = PrunerCatalog.ToJson(definition.Pruner),
        ["space"] = new JsonObject(definition.Space.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonNode.Parse(DomainJson.Write(pair.Value))))),
        ["constraints"] = new JsonArray([.. definition.Constraints.Select(constraint => JsonValue.Create(constraint.ToString()))]),
    };

    /// <summary>The names of the objectives as JSON.</summary>
    public static JsonArray WriteMetricNames(SweepDefinition definition) =>
        new([.. definition.Objectives.Select(objective => JsonValue.Create(objective.Name))]);

    /// <summary>The definition of a study that <see cref="Write"/> described; null when another program made the study.</summary>
    /// <exception cref="JournalException">BadDefinition: the attribute is damaged, or from a newer version.</exception>
    public static SweepDefinition? Read(Study study)
    {
        if (!study.SystemAttributes.TryGetValue(Key, out JsonNode? node) || node is null)
        {
            return null;
        }

        try
        {
            return new SweepDefinition
            {
                Name = study.Name,
                Objectives = ReadObjectives(study),
                Seed = ulong.Parse(node["seed"]!.GetValue<string>(), CultureInfo.InvariantCulture),
                Window = JsonScalar.ReadInt32(node["window"]),
                Sampler = SamplerCatalog.FromJson(node["sampler"]),
                Pruner = PrunerCatalog.FromJson(node["pruner"]),
                Space = new SearchSpace(node["space"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, DomainJson.Read(pair.Value!.ToJsonString())))),
                Constraints = [.. node["constraints"]!.AsArray().Select(text => MetricConstraint.Parse(text!.GetValue<string>()))],
            };
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException or OverflowException or SweepException)
        {
            throw new JournalException(
                "BadDefinition",
                $"The system attribute '{Key}' of sweep '{study.Name}' cannot be read: {e.Message} It may be from a newer version of NeuralPS.",
                e);
        }
    }

    /// <summary>The objectives of a study: named, if it names them, else <c>value</c>, or <c>value0</c>, <c>value1</c>, ...</summary>
    public static ImmutableArray<Objective> ReadObjectives(Study study)
    {
        JsonArray? names = study.SystemAttributes.TryGetValue(MetricNamesKey, out JsonNode? node) ? node as JsonArray : null;
        return [.. study.Directions.Select((direction, i) => new Objective(
            names is not null && i < names.Count ? names[i]!.GetValue<string>()
                : study.Directions.Length == 1 ? "value" : string.Create(CultureInfo.InvariantCulture, $"value{i}"),
            direction))];
    }
}
