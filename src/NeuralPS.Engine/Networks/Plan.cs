using System.Runtime.InteropServices;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A network compiled for a batch size: the operations in order, and one arena in which every weight, activation and gradient
/// has its place. Running it allocates nothing.
/// </summary>
internal sealed unsafe class Plan : IDisposable
{
    private readonly Operation[] _operations;
    private readonly Value[] _values;
    private readonly int _firstLearning;
    private readonly List<(long Offset, Action<nint> Assign)> _places = [];
    private readonly MemoryPlanner _planner = new();
    private float* _arena;

    private Plan(Network network, int batch, bool isTraining, bool stripHead)
    {
        Batch = batch;
        IsTraining = isTraining;
        List<PlanNode> nodes = PlanNode.List(network, isTraining, stripHead);
        _values = new Value[nodes.Count + 1];
        Shape input = nodes.Count == 0 ? network.InputShape : nodes[0].InputShape;
        _values[0] = CreateValue(input, nodes.Count == 0 ? null : nodes[0].Layer, true);
        _operations = new Operation[nodes.Count];
        var workspaces = new List<Workspace>();
        for (int i = 0; i < nodes.Count; i++)
        {
            PlanNode node = nodes[i];
            Layer? reader = i + 1 < nodes.Count ? nodes[i + 1].Layer : null;
            _values[i + 1] = CreateValue(node.Layer.GetOutputShape(node.InputShape), reader, false);
            var context = new CompileContext
            {
                Input = _values[i],
                Output = _values[i + 1],
                IsTraining = isTraining,
                LayerIndex = node.LayerIndex,
                ActivationOverride = node.Activation,
                NeedsInputGradient = isTraining && _operations.Take(i).Any(operation => operation.Parameters.Count > 0),
            };
            _operations[i] = node.Layer.Compile(context);
            workspaces.AddRange(context.Workspaces);
        }

        Parameters = [.. _operations.SelectMany(operation => operation.Parameters)];
        for (int p = 0; p < Parameters.Length; p++)
        {
            Parameters[p].Index = p;
        }

        int learning = Array.FindIndex(_operations, operation => operation.Parameters.Count > 0);
        _firstLearning = learning < 0 ? _operations.Length : learning;
        Memory = PlanArena(workspaces);
    }

    /// <summary>The largest number of samples in a step.</summary>
    public int Batch { get; }

    /// <summary>True when it also runs backwards.</summary>
    public bool IsTraining { get; }

    /// <summary>Where samples go in.</summary>
    public Value Input => _values[0];

    /// <summary>Where outputs come out, and the loss's gradient goes in.</summary>
    public Value Output => _values[^1];

    /// <summary>The weights, in order of the layers.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>What it takes in memory.</summary>
    public PlanMemory Memory { get; }

    /// <summary>Compiles a network without taking memory: for its figures.</summary>
    public static Plan Describe(Network network, int batch, bool isTraining, bool stripHead) =>
        new(network, batch, isTraining, stripHead);

    /// <summary>Compiles a network, takes the memory and loads the weights.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="batch">The largest number of samples in a step.</param>
    /// <param name="isTraining">True to reserve gradients too.</param>
    /// <param name="stripHead">True to end before the last activation, which the loss contains.</param>
    public static Plan Create(Network network, int batch, bool isTraining, bool stripHead)
    {
        var plan = new Plan(network, batch, isTraining, stripHead);
        plan.Allocate();
        return plan;
    }

    /// <summary>Copies weights into the plan. <see cref="OnParametersChanged"/> has to follow.</summary>
    public void LoadWeights(NetworkWeights weights)
    {
        foreach (Parameter parameter in Parameters)
        {
            parameter.Pack(weights[parameter.Name].Data, parameter.Data);
        }
    }

    /// <summary>Copies the weights out of the plan.</summary>
    public KeyValuePair<string, Tensor>[] ReadWeights()
    {
        var weights = new KeyValuePair<string, Tensor>[Parameters.Length];
        for (int p = 0; p < weights.Length; p++)
        {
            var tensor = new Tensor(Parameters[p].Shape);
            Parameters[p].Unpack(Parameters[p].Data, tensor.Data);
            weights[p] = KeyValuePair.Create(Parameters[p].Name, tensor);
        }

        return weights;
    }

    /// <summary>Runs the operations in order.</summary>
    public void Forward(in Step step)
    {
        foreach (Operation operation in _operations)
        {
            operation.Forward(step);
        }
    }

    /// <summary>Runs the operations backwards, as far as there are weights to learn.</summary>
    public void Backward(in Step step)
    {
        for (int i = _operations.Length - 1; i >= _firstLearning; i--)
        {
            _operations[i].Backward(step);
        }
    }

    /// <summary>Refreshes what operations derive from the weights.</summary>
    public void OnParametersChanged(in Step step)
    {
        foreach (Operation operation in _operations)
        {
            operation.OnParametersChanged(step);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_arena);
        _arena = null;
        GC.SuppressFinalize(this);
    }

    private Value CreateValue(Shape shape, Layer? reader, bool isInput)
    {
        if (shape.Rank == 1)
        {
            return new Value(Layout.ForRows(Batch, shape[0]), shape);
        }

        Halo halo = reader?.GetInputHalo(shape) ?? default;
        int height = shape.Rank == 2 ? 1 : shape[0];
        int channels = shape[shape.Rank - 1];
        int width = shape.Length / height / channels;
        return new Value(
            isInput && reader?.WantsPlainInput(shape) == true
                ? Layout.ForPlainImages(Batch, height, width, channels, halo)
                : Layout.ForImages(Batch, height, width, channels, halo),
            shape);
    }

    // Operation i runs forwards at time i and backwards at time 2n - i; the loss stands between, at time n.
    private PlanMemory PlanArena(List<Workspace> workspaces)
    {
        int n = _operations.Length;
        long parameters = 0;
        foreach (Parameter parameter in Parameters)
        {
            parameters += parameter.PackedLength;
            _places.Add((_planner.Reserve(parameter.PackedLength), address => parameter.Data = (float*)address));
            if (IsTraining)
            {
                _places.Add((_planner.Reserve(parameter.PackedLength), address => parameter.Gradient = (float*)address));
            }
        }

        long workspace = 0;
        foreach (Workspace buffer in workspaces)
        {
            workspace += buffer.Length;
            _places.Add((_planner.Reserve(buffer.Length), address => buffer.Data = (float*)address));
        }

        long before = _planner.Length;
        for (int v = 0; v <= n; v++)
        {
            Value value = _values[v];
            int lastUse = IsTraining ? (2 * n) - v + 1 : v;
            _places.Add((ReserveValue(value, v - 1, lastUse), address => value.Data = (float*)address));
            if (IsTraining && v > _firstLearning)
            {
                _places.Add((ReserveValue(value, (2 * n) - v, lastUse), address => value.Gradient = (float*)address));
            }
        }

        long gradients = IsTraining ? parameters : 0;
        return new PlanMemory(
            parameters * sizeof(float), gradients * sizeof(float), (_planner.Length - before) * sizeof(float), workspace * sizeof(float));
    }

    // A halo is written once, so its buffer is not shared.
    private long ReserveValue(Value value, int first, int last) =>
        value.Layout.Halo == default
            ? _planner.Reserve(value.Layout.Length, first, last)
            : _planner.Reserve(value.Layout.Length);

    private void Allocate()
    {
        nuint bytes = (nuint)Math.Max(_planner.Length, 1) * sizeof(float);
        MemoryLimit.Require((long)bytes, $"The network with batches of {Batch}", "Use a smaller batch or smaller layers.");
        try
        {
            _arena = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        }
        catch (OutOfMemoryException e)
        {
            throw new EngineException(
                "OutOfMemory",
                $"The network needs {bytes / (1024.0 * 1024):N0} MB for batches of {Batch}, which could not be had. Use a smaller batch.",
                e);
        }

        NativeMemory.Clear(_arena, bytes);
        foreach ((long offset, Action<nint> assign) in _places)
        {
            assign((nint)(_arena + offset));
        }
    }
}
