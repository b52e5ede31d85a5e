using System.Text.Json.Nodes;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>One network of tests/fixtures/pytorch/networks.safetensors: a description in our own form, and tensors by name.</summary>
internal sealed class PyTorchFixture
{
    private readonly string _name;
    private readonly SafeTensorsFile _file;

    public PyTorchFixture(SafeTensorsFile file, string name)
    {
        _file = file;
        _name = name;
        JsonNode json = JsonNode.Parse(file.Metadata[name])!;
        Network = NetworkCodec.ReadDescription(json["network"]!.AsObject()).WithWeights(NetworkWeights.Empty.With(Read("weight")));
        double[] weights = [.. json["lossWeights"]!.AsArray().Select(weight => (double)weight!)];
        Losses = new LossSet(
            [.. json["losses"]!.AsArray().Select(loss => LossCatalog.Get((string)loss!))], weights.Length > 1 ? weights : null);
        Optimizer = OptimizerCatalog.FromDescription(
            (string)json["optimizer"]!, json["settings"]!.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!));
        Penalty = new Penalty((double)json["l1"]!, (double)json["l2"]!);
        SafeTensor input = Find("input");
        SafeTensor target = Find("target");
        Dataset = new Dataset(
            name,
            new FloatRows(input.Data, new Shape(input.Dimensions[1])),
            targets: new FloatRows(target.Data, new Shape(target.Dimensions[1])));
    }

    public Network Network { get; }

    public LossSet Losses { get; }

    public Optimizer Optimizer { get; }

    public Penalty Penalty { get; }

    public Dataset Dataset { get; }

    public string Description =>
        $"{Losses}, {Optimizer.Name}, {string.Join(' ', Network.Layers.Select(layer => layer.Name))}";

    public float[] Get(string key) => Find(key).Data;

    /// <summary>The tensors under <paramref name="group"/>, by the rest of their names.</summary>
    public KeyValuePair<string, Tensor>[] Read(string group)
    {
        string prefix = $"{_name}/{group}/";
        return [.. _file.Tensors
            .Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => KeyValuePair.Create(tensor.Name[prefix.Length..], new Tensor(new Shape(tensor.Dimensions), tensor.Data)))];
    }

    private SafeTensor Find(string key) => _file.Tensors.Single(tensor => tensor.Name == $"{_name}/{key}");
}
