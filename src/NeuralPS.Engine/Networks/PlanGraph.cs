using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// The operations of a plan and what they read, before they are compiled. Fusion happens here: an activation joins the layer
/// before it, softmax leaves its layer, batch normalisation goes into the weights before it in prediction, and layers that do nothing for the purpose (dropout and noise in prediction, a leading
/// flatten or reshape) disappear. Values are numbered: the inputs first, then the output of each node in order.
/// </summary>
internal sealed class PlanGraph
{
    private readonly List<PlanNode> _nodes = [];
    private readonly Shape[] _inputShapes;
    private readonly int[] _readers;
    private readonly int[] _places;
    private readonly List<bool> _hasOneReader = [];
    private readonly HashSet<string> _sharedNames;
    private readonly bool _isTraining;

    /// <summary>Lists the operations of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isTraining">False to leave out what only training does.</param>
    /// <param name="strips">For each output, true to leave out the activation at its very end, which the loss contains; empty for none.</param>
    public PlanGraph(Network network, bool isTraining, IReadOnlyList<bool> strips)
    {
        _isTraining = isTraining;
        _inputShapes = [.. network.Inputs.Select(input => input.Shape)];
        List<FlatLayer> layers = FlatLayer.List(network, out int[] outputs);
        _sharedNames = [.. layers.GroupBy(layer => layer.Layer.Name).Where(uses => uses.Count() > 1).Select(uses => uses.Key)];
        _readers = new int[_inputShapes.Length + layers.Count];
        foreach (int value in layers.SelectMany(layer => layer.Sources).Concat(outputs))
        {
            _readers[value]++;
        }

        _places = new int[_readers.Length];
        for (int i = 0; i < _inputShapes.Length; i++)
        {
            _places[i] = i;
            _hasOneReader.Add(_readers[i] == 1);
        }

        for (int i = 0; i < layers.Count; i++)
        {
            int value = _inputShapes.Length + i;
            int output = Array.IndexOf(outputs, value);
            Place(layers[i], value, output >= 0 && output < strips.Count && strips[output]);
        }

        Outputs = [.. outputs.Select(value => _places[value])];
    }

    /// <summary>The shapes of the inputs.</summary>
    public IReadOnlyList<Shape> InputShapes => _inputShapes;

    /// <summary>The operations in order.</summary>
    public IReadOnlyList<PlanNode> Nodes => _nodes;

    /// <summary>The value of each output.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>The shape of value <paramref name="value"/>.</summary>
    public Shape GetShape(int value) =>
        value < _inputShapes.Length ? _inputShapes[value] : _nodes[value - _inputShapes.Length].OutputShape;

    private void Place(FlatLayer layer, int value, bool strip)
    {
        Activation? activation = (layer.Layer as IActivated)?.Activation;
        activation = strip && activation is not null ? LinearActivation.Instance : activation;
        int source = _places[layer.Sources[0]];
        switch (layer.Layer)
        {
            case DropoutLayer or NoiseLayer when !_isTraining:
            case ActivationLayer when activation is LinearActivation:
            case FlattenLayer or ReshapeLayer when GetShape(source).Equals(layer.OutputShape):
                Skip(value, source);
                break;
            case FlattenLayer or ReshapeLayer when source < _inputShapes.Length && _hasOneReader[source]:
                _inputShapes[source] = layer.OutputShape;
                Skip(value, source);
                break;
            case ActivationLayer when CanTakeActivation(source, activation!):
                int node = source - _inputShapes.Length;
                _nodes[node] = _nodes[node] with { Activation = activation };
                Skip(value, source);
                break;
            case BatchNormLayer norm when CanTakeNorm(source, activation!):
                int before = source - _inputShapes.Length;
                _nodes[before] = _nodes[before] with
                {
                    Layer = FoldedNorm.FindTarget(_nodes[before].Layer)!,
                    Activation = activation,
                    Fold = new FoldedNorm(_nodes[before].Layer.Name, norm),
                };
                Skip(value, source);
                break;
            case IActivated and not ActivationLayer when !Fuses(layer.Layer, activation!):
                int linear = Add(layer, LinearActivation.Instance, [.. layer.Sources.Select(other => _places[other])], hasOneReader: true);
                var apart = new FlatLayer(
                    new ActivationLayer(activation!) { Name = layer.Layer.Name }, layer.Address, [], [layer.OutputShape], layer.OutputShape);
                _places[value] = Add(apart, activation, [linear], _readers[value] == 1);
                break;
            default:
                _places[value] = Add(layer, activation, [.. layer.Sources.Select(other => _places[other])], _readers[value] == 1);
                break;
        }
    }

    // What a merge layer adds up is not kept: an activation whose derivative needs it stands apart.
    private static bool Fuses(Layer layer, Activation activation) =>
        activation.IsElementwise && !(layer is MergeLayer && activation.NeedsInput);

    private bool CanTakeActivation(int source, Activation activation) => source >= _inputShapes.Length
        && _hasOneReader[source]
        && _nodes[source - _inputShapes.Length] is { Layer: IActivated and not ActivationLayer, Activation: LinearActivation } node
        && Fuses(node.Layer, activation);

    // Shared weights stay as they are: they may serve elsewhere without this normalisation.
    private bool CanTakeNorm(int source, Activation activation) => !_isTraining
        && activation.IsElementwise
        && source >= _inputShapes.Length
        && _hasOneReader[source]
        && _nodes[source - _inputShapes.Length] is { Activation: LinearActivation, Fold: null } node
        && FoldedNorm.FindTarget(node.Layer) is not null
        && !_sharedNames.Contains(node.Layer.Name);

    private void Skip(int value, int source)
    {
        _places[value] = source;
        _hasOneReader[source] &= _readers[value] == 1;
    }

    private int Add(FlatLayer layer, Activation? activation, int[] sources, bool hasOneReader)
    {
        _nodes.Add(new PlanNode(layer.Layer, layer.Address, sources, layer.OutputShape, activation));
        _hasOneReader.Add(hasOneReader);
        return _hasOneReader.Count - 1;
    }
}
