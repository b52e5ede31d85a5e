using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Formats;

/// <summary>
/// The description of a network as JSON, without weights: name, input shape, layers, and after training also classes, data
/// schema, history, and where training continues.
/// </summary>
internal static class NetworkCodec
{
    /// <summary>The version that is written, and the highest that is read.</summary>
    public const int Version = 1;

    private const string Format = "NeuralPS network";

    /// <summary>Writes a description.</summary>
    public static JsonObject Write(Network network)
    {
        JsonObject json = WriteDescription(network);
        json.Insert(0, "format", Format);
        json.Insert(1, "version", Version);
        if (network.Losses is { } losses)
        {
            json["losses"] = new JsonArray([.. losses.Losses.Select(loss => JsonValue.Create(loss.ToString()))]);
            json["lossWeights"] = new JsonArray([.. losses.Weights.Select(weight => JsonValue.Create(weight))]);
        }

        if (network.ClassNames is not null)
        {
            json["classNames"] = new JsonArray([.. network.ClassNames.Select(name => JsonValue.Create(name))]);
        }

        if (network.Schema is not null)
        {
            json["schema"] = JsonNode.Parse(network.Schema.ToJson());
        }

        if (!network.History.IsEmpty)
        {
            json["history"] = new JsonArray([.. network.History.Select(WriteRecord)]);
        }

        if (network.State is not null)
        {
            json["training"] = StateCodec.Write(network.State);
        }

        return json;
    }

    /// <summary>Reads a description, and takes the weights from <paramref name="tensors"/>.</summary>
    /// <param name="json">The description.</param>
    /// <param name="tensors">Weights by name; those that the description does not name have been checked to be none.</param>
    /// <param name="slots">The optimizer's state by name.</param>
    /// <param name="best">The weights that early stopping keeps, by name.</param>
    /// <param name="raw">The weights behind averages, by name.</param>
    /// <exception cref="EngineException">A field is missing or wrong; names it.</exception>
    public static Network Read(
        JsonObject json,
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors,
        ImmutableDictionary<string, Tensor> slots,
        IReadOnlyList<KeyValuePair<string, Tensor>> best,
        IReadOnlyList<KeyValuePair<string, Tensor>> raw)
    {
        if (json.Get<string>("format") != Format)
        {
            throw new FileFormatException("NotANetwork", $"the description has the format '{json.Get<string>("format")}', not '{Format}'");
        }

        int version = json.Get<int>("version");
        if (version is < 1 or > Version)
        {
            throw new FileFormatException(
                "NetworkVersion", $"the description has version {version}; this module reads versions 1 to {Version}. Update the module");
        }

        Network network = ReadDescription(json);
        TrainingState? state = json["training"] is JsonObject training ? StateCodec.Read(training, slots, best, raw) : null;
        return network.WithTraining(
            NetworkWeights.Empty.With(tensors),
            state,
            json.ContainsKey("history") ? [.. json.GetObjects("history").Select(ReadRecord)] : [],
            json.ContainsKey("losses")
                ? new LossSet([.. json.GetArray<string>("losses").Select(LossCatalog.Get)], json.GetArray<double>("lossWeights"))
                : null,
            json.ContainsKey("classNames") ? json.GetArray<string>("classNames") : null,
            json["schema"] is JsonObject schema ? DataSchema.FromJson(schema.ToJsonString()) : null);
    }

    /// <summary>Writes the graph of layers: what a network is before it has weights.</summary>
    public static JsonObject WriteDescription(Network network) => new()
    {
        ["name"] = network.Name,
        ["inputs"] = new JsonArray([.. network.Inputs.Select(input => new JsonObject
        {
            ["name"] = input.Name,
            ["shape"] = new JsonArray([.. input.Shape.Dimensions.Select(dimension => JsonValue.Create(dimension))]),
        })]),
        ["layers"] = new JsonArray([.. network.Layers.Select(layer =>
        {
            JsonObject json = LayerCodec.Write(layer.Layer);
            json.Insert(2, "from", new JsonArray([.. layer.Sources.Select(source => JsonValue.Create(source))]));
            return json;
        })]),
    };

    /// <summary>Reads a graph of layers; a layer reads what stands before it.</summary>
    /// <exception cref="EngineException">A field is missing or wrong, or layers do not fit; names it.</exception>
    public static Network ReadDescription(JsonObject json)
    {
        Network? network = null;
        foreach (JsonObject input in json.GetObjects("inputs"))
        {
            var shape = new Shape(input.GetArray<int>("shape"));
            string name = input.Get<string>("name");
            network = network is null ? Network.Create(shape, json.Get<string>("name"), name) : network.AddInput(name, shape);
        }

        if (network is null)
        {
            throw new FileFormatException("DescriptionField", "field 'inputs' has no elements; a network has at least one input");
        }

        foreach (JsonObject layer in json.GetObjects("layers"))
        {
            network = network.Add(LayerCodec.Read(layer, network), layer.GetArray<string>("from"));
        }

        return network;
    }

    private static JsonObject WriteRecord(EpochRecord record) => new()
    {
        ["epoch"] = record.Epoch,
        ["loss"] = JsonFields.FromDouble(record.Loss),
        ["penalty"] = JsonFields.FromDouble(record.Penalty),
        ["validationLoss"] = JsonFields.FromDouble(record.ValidationLoss),
        ["metrics"] = WriteMetrics(record.Metrics),
        ["validationMetrics"] = WriteMetrics(record.ValidationMetrics),
        ["learningRate"] = record.LearningRate,
        ["samplesPerSecond"] = JsonFields.FromDouble(record.SamplesPerSecond),
        ["seconds"] = record.Duration.TotalSeconds,
    };

    private static EpochRecord ReadRecord(JsonObject json) => new()
    {
        Epoch = json.Get<int>("epoch"),
        Loss = json.GetDouble("loss"),
        Penalty = json.ContainsKey("penalty") ? json.GetDouble("penalty") : 0,
        ValidationLoss = json.GetDouble("validationLoss"),
        Metrics = ReadMetrics(json, "metrics"),
        ValidationMetrics = ReadMetrics(json, "validationMetrics"),
        LearningRate = json.GetDouble("learningRate"),
        SamplesPerSecond = json.GetDouble("samplesPerSecond"),
        // FromSeconds cuts off what is less than a tick, and throws where the number is out of range.
        Duration = TimeSpan.FromTicks((long)Math.Round(json.GetDouble("seconds") * TimeSpan.TicksPerSecond)),
    };

    private static JsonObject WriteMetrics(ImmutableArray<KeyValuePair<string, double>> metrics) =>
        new(metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, JsonFields.FromDouble(metric.Value))));

    private static ImmutableArray<KeyValuePair<string, double>> ReadMetrics(JsonObject json, string field) =>
        json[field] is JsonObject metrics
            ? [.. metrics.Select(metric => KeyValuePair.Create(metric.Key, metrics.GetDouble(metric.Key)))]
            : [];
}
