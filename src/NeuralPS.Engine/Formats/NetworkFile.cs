using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Formats;

/// <summary>
/// A network in one file: weights as safetensors, which others can open, with the description as JSON in its metadata. The
/// optimizer's state stands beside the weights under names that start with <c>optimizer/</c>, and the best weights that early
/// stopping keeps under names that start with <c>best/</c>; where the weights are averages, those that the training goes on with have
/// names that start with <c>raw/</c>. Nothing in it can run.
/// </summary>
public static class NetworkFile
{
    private const string MetadataKey = "neuralps";
    private const string SlotPrefix = "optimizer/";
    private const string BestPrefix = "best/";
    private const string RawPrefix = "raw/";

    /// <summary>Writes a network: to a temporary name, flushed, then renamed.</summary>
    /// <param name="network">The network, initialised or not.</param>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">True to replace an existing file.</param>
    /// <param name="includeState">False to leave out the optimizer's state: smaller, but training starts anew.</param>
    /// <exception cref="EngineException">The file exists, or cannot be written.</exception>
    public static void Write(Network network, string path, bool overwrite, bool includeState = true)
    {
        Network written = includeState
            ? network
            : network.WithTraining(network.Weights, null, network.History, network.Losses, network.ClassNames, network.Schema);
        (List<SafeTensor> tensors, Dictionary<string, string> metadata) = Serialize(written);
        SafeTensorsFile.Write(path, tensors, metadata, overwrite);
    }

    /// <summary>The tensors and the texts of a network's file, with all of its state.</summary>
    internal static (List<SafeTensor> Tensors, Dictionary<string, string> Metadata) Serialize(Network written)
    {
        List<SafeTensor> tensors = CollectWeights(written, written.Weights, "");
        if (written.State is { } state)
        {
            tensors.AddRange(state.Slots.OrderBy(slot => slot.Key, StringComparer.Ordinal)
                .Select(slot => ToSafeTensor(SlotPrefix + slot.Key, slot.Value)));
            if (state.EarlyStopping?.BestWeights is { } best)
            {
                tensors.AddRange(CollectWeights(written, best, BestPrefix));
            }

            if (state.Averaging?.RawWeights is { } raw)
            {
                tensors.AddRange(CollectWeights(written, raw, RawPrefix));
            }
        }

        var metadata = new Dictionary<string, string>
        {
            ["format"] = "neuralps",
            [MetadataKey] = NetworkCodec.Write(written).ToJsonString(),
        };
        return (tensors, metadata);
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="FileFormatException">
    /// The file is not a network, damaged, of another version, or has tensors that are missing, left over or of another shape.
    /// </exception>
    public static Network Read(string path) => Deserialize(SafeTensorsFile.Read(path), path);

    /// <summary>The network in the content of a file.</summary>
    /// <exception cref="FileFormatException">As for <see cref="Read"/>.</exception>
    internal static Network Deserialize(SafeTensorsFile content, string path)
    {
        if (!content.Metadata.TryGetValue(MetadataKey, out string? description))
        {
            throw new FileFormatException(
                "NotANetwork",
                $"'{path}' is a safetensors file, but without the description of a network in its metadata ('{MetadataKey}'). "
                + "Files that Export-Network writes have one.");
        }

        try
        {
            var json = JsonNode.Parse(description) as JsonObject ?? throw new FileFormatException("NotANetwork", "the description is no object");
            var slots = ImmutableDictionary.CreateBuilder<string, Tensor>();
            var weights = new List<KeyValuePair<string, Tensor>>();
            var best = new List<KeyValuePair<string, Tensor>>();
            var raw = new List<KeyValuePair<string, Tensor>>();
            foreach (SafeTensor tensor in content.Tensors)
            {
                var value = new Tensor(new Shape(tensor.Dimensions), tensor.Data);
                if (tensor.Name.StartsWith(SlotPrefix, StringComparison.Ordinal))
                {
                    slots[tensor.Name[SlotPrefix.Length..]] = value;
                }
                else if (tensor.Name.StartsWith(BestPrefix, StringComparison.Ordinal))
                {
                    best.Add(KeyValuePair.Create(tensor.Name[BestPrefix.Length..], value));
                }
                else if (tensor.Name.StartsWith(RawPrefix, StringComparison.Ordinal))
                {
                    raw.Add(KeyValuePair.Create(tensor.Name[RawPrefix.Length..], value));
                }
                else
                {
                    weights.Add(KeyValuePair.Create(tensor.Name, value));
                }
            }

            Network network = NetworkCodec.Read(json, weights, slots.ToImmutable(), best, raw);
            RequireMatch(network, weights, "");
            if (best.Count > 0)
            {
                RequireMatch(network, best, BestPrefix);
            }

            if (raw.Count > 0)
            {
                RequireMatch(network, raw, RawPrefix);
            }

            return network;
        }
        catch (Exception e) when (e is EngineException or JsonException or InvalidOperationException or ArgumentException)
        {
            string id = e is EngineException engine ? engine.ErrorId : "NetworkDescription";
            throw new FileFormatException(id, $"'{path}' is not a network that can be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static List<SafeTensor> CollectWeights(Network network, NetworkWeights weights, string prefix)
    {
        var tensors = new List<SafeTensor>();
        foreach (NetworkLayer layer in network.Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                string name = layer.TensorName(parameter.Role);
                if (weights.TryGet(name, out Tensor? tensor))
                {
                    tensors.Add(ToSafeTensor(prefix + name, tensor));
                }
            }
        }

        return tensors;
    }

    private static SafeTensor ToSafeTensor(string name, Tensor tensor) => new(name, [.. tensor.Shape.Dimensions], tensor.Data);

    // All weights or none: a network that was saved before it was initialised has none.
    private static void RequireMatch(Network network, List<KeyValuePair<string, Tensor>> weights, string prefix)
    {
        var expected = network.Layers
            .SelectMany(layer => layer.Parameters.Select(parameter => (Name: layer.TensorName(parameter.Role), parameter.Shape)))
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, Tensor tensor) in weights)
        {
            if (!expected.Remove(name, out Shape? shape))
            {
                throw new FileFormatException("TensorUnknown", $"tensor '{prefix}{name}' belongs to no layer of the description");
            }

            if (!shape.Equals(tensor.Shape))
            {
                throw new FileFormatException(
                    "TensorShape", $"tensor '{prefix}{name}' has the shape {tensor.Shape}, but its layer needs {shape}");
            }
        }

        if (expected.Count > 0 && (weights.Count > 0 || network.State is not null))
        {
            throw new FileFormatException("TensorMissing", $"tensor '{prefix}{expected.Keys.First()}' is missing");
        }
    }
}
