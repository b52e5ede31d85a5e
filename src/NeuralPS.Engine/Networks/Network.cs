using System.Collections.Immutable;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A network as a value: a description (a graph of layers; a list is its simplest form) and, once initialised, weights; once trained, the history and the
/// state that training further continues from. Immutable: every change returns a new network and leaves this one as it was.
/// </summary>
public sealed partial class Network
{
    private Network(string name, ImmutableArray<NetworkInput> inputs)
    {
        Name = name;
        Inputs = inputs;
        _tail = inputs[0].Name;
    }

    private Network(Network other)
    {
        Name = other.Name;
        Inputs = other.Inputs;
        Layers = other.Layers;
        _tail = other._tail;
        Weights = other.Weights;
        History = other.History;
        State = other.State;
        ClassNames = other.ClassNames;
        Schema = other.Schema;
        Losses = other.Losses;
    }

    /// <summary>The name: for tables and files.</summary>
    public string Name { get; private init; }

    /// <summary>Where samples enter; a row of a data set holds the values of all inputs, one after the other.</summary>
    public ImmutableArray<NetworkInput> Inputs { get; private init; }

    /// <summary>The shape of the samples that it takes, at its first input.</summary>
    public Shape InputShape => Inputs[0].Shape;

    /// <summary>Values of one sample, over all inputs.</summary>
    public int InputLength => checked(Inputs.Sum(input => input.Shape.Length));

    /// <summary>The layers in the order in which they were added: each reads only inputs and layers before it.</summary>
    public ImmutableArray<NetworkLayer> Layers { get; private init; } = [];

    /// <summary>The layers that no other reads, in order. The last is the main one.</summary>
    public ImmutableArray<NetworkLayer> Outputs => _outputs.IsDefault ? _outputs = FindOutputs() : _outputs;

    /// <summary>The weights, of all layers or of none or of some.</summary>
    public NetworkWeights Weights { get; private init; } = NetworkWeights.Empty;

    /// <summary>The epochs that it was trained for.</summary>
    public ImmutableArray<EpochRecord> History { get; private init; } = [];

    /// <summary>The epochs that are complete, over all trainings.</summary>
    public int CompletedEpochs => State?.CompletedEpochs ?? (History.IsEmpty ? 0 : History[^1].Epoch);

    /// <summary>Where training further continues; null before the first training.</summary>
    public TrainingState? State { get; private init; }

    /// <summary>The names of the classes that it was trained to tell apart; null for numbers and before training.</summary>
    public IReadOnlyList<string>? ClassNames { get; private init; }

    /// <summary>How raw rows become inputs, as in the data set that it was trained with; null before training.</summary>
    public DataSchema? Schema { get; private init; }

    /// <summary>The losses that its outputs were trained with; null before training.</summary>
    public LossSet? Losses { get; private init; }

    /// <summary>The names of the losses; null before training.</summary>
    public string? LossName => Losses?.ToString();

    /// <summary>True when there is one input, and each layer reads the one before it.</summary>
    public bool IsList => Inputs.Length == 1
        && Layers.All(layer => layer.Sources is [var source] && source == (layer.Index == 0 ? Inputs[0].Name : Layers[layer.Index - 1].Name));

    /// <summary>The shape of what it puts out for one sample, at its main output.</summary>
    public Shape OutputShape => Layers.IsEmpty ? InputShape : Layers[^1].OutputShape;

    /// <summary>The number of weights that it learns.</summary>
    public long ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>The number of weights it has but does not learn, such as running statistics.</summary>
    public long NonTrainableCount => Layers.Sum(layer => layer.NonTrainableCount);

    /// <summary>Multiplications with addition for one sample, forwards.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>True once every weight has a value.</summary>
    public bool IsInitialized =>
        Layers.All(layer => layer.Parameters.All(parameter => Weights.TryGet(layer.TensorName(parameter.Role), out _)));

    /// <summary>True once it was trained for at least a part of an epoch.</summary>
    public bool IsTrained => State is not null || !History.IsEmpty;

    /// <summary>The network under another name.</summary>
    public Network Rename(string name) => new(this) { Name = name };

    /// <summary>The network with initial weights; forgets an earlier training.</summary>
    /// <param name="seed">The same seed gives the same bits.</param>
    /// <param name="onlyMissing">True to keep the weights that are there.</param>
    /// <exception cref="EngineException">The memory cannot hold them (OutOfMemory).</exception>
    public Network Initialize(ulong seed, bool onlyMissing = false)
    {
        var tensors = new List<KeyValuePair<string, Tensor>>();
        MemoryLimit.Require(
            (ParameterCount + NonTrainableCount) * sizeof(float),
            FormattableString.Invariant($"Network '{Name}' with {ParameterCount:N0} parameters"),
            "Use smaller layers.");
        int tensorIndex = 0;
        foreach (NetworkLayer layer in Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                string name = layer.TensorName(parameter.Role);
                if (!onlyMissing || !Weights.TryGet(name, out _))
                {
                    var tensor = new Tensor(parameter.Shape);
                    parameter.Initializer.Fill(tensor.Data, parameter.FanIn, parameter.FanOut, seed, tensorIndex);
                    tensors.Add(KeyValuePair.Create(name, tensor));
                }

                tensorIndex++;
            }
        }

        NetworkWeights weights = onlyMissing ? Weights : NetworkWeights.Empty;
        return onlyMissing && tensors.Count == 0
            ? this
            : new Network(this) { Weights = weights.With(tensors), State = null, History = [] };
    }

    /// <summary>The network with other values for one tensor; the training state is forgotten, since it no longer belongs to them.</summary>
    /// <param name="layer">The name of the layer.</param>
    /// <param name="role"><c>weight</c>, <c>bias</c> or another role of that layer.</param>
    /// <param name="values">As many values as the tensor has; row per unit.</param>
    /// <exception cref="EngineException">There is no such layer or tensor.</exception>
    /// <exception cref="ShapeException">The number of values is another.</exception>
    public Network WithWeight(string layer, string role, Tensor values)
    {
        NetworkLayer found = GetLayer(layer);
        ParameterSpecification parameter = found.Parameters.FirstOrDefault(p => p.Role == role)
            ?? throw new EngineException(
                "NoSuchWeight",
                $"Layer '{found.Name}' ({found.Layer.Kind}) has no {role}; it has "
                + (found.Parameters.Count == 0 ? "no weights at all." : string.Join(" and ", found.Parameters.Select(p => p.Role)) + "."));
        if (!parameter.Shape.Equals(values.Shape))
        {
            throw new ShapeException(
                "WeightShape",
                $"The {role} of layer '{found.Name}' has the shape {parameter.Shape}, row per unit, but the values have the shape {values.Shape}.");
        }

        return new Network(this) { Weights = Weights.With(found.TensorName(role), values), State = null };
    }

    /// <summary>The layer of that name.</summary>
    /// <exception cref="EngineException">There is none; the message lists those that there are.</exception>
    public NetworkLayer GetLayer(string name) =>
        Layers.FirstOrDefault(layer => string.Equals(layer.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new EngineException(
            "NoSuchLayer",
            $"Network '{Name}' has no layer '{name}'. Its layers are: {string.Join(", ", Layers.Select(layer => layer.Name))}.");

    /// <summary>The description alone, without weights and what a training left.</summary>
    internal Network WithoutWeights() => new(this)
    {
        Weights = NetworkWeights.Empty,
        State = null,
        History = [],
        ClassNames = null,
        Schema = null,
        Losses = null,
    };

    /// <summary>The network with <paramref name="weights"/>, which must be complete and of the right shapes.</summary>
    internal Network WithWeights(NetworkWeights weights) => new(this) { Weights = weights };

    /// <summary>The network with the reason why its training ended.</summary>
    internal Network WithEnd(Training.TrainingEnd end) => State is null ? this : new(this) { State = State with { End = end } };

    /// <summary>The network as a training left it.</summary>
    internal Network WithTraining(
        NetworkWeights weights,
        TrainingState? state,
        ImmutableArray<EpochRecord> history,
        LossSet? losses,
        IReadOnlyList<string>? classNames,
        DataSchema? schema) => new(this)
        {
            Weights = weights,
            State = state,
            History = history,
            Losses = losses,
            ClassNames = classNames,
            Schema = schema,
        };
}
