using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// Compiles the operations of a plan and gives every weight, activation and gradient its place in the arena. Operation i runs
/// forwards at time i and backwards at time 2n - i; the loss stands between, at time n.
/// </summary>
internal sealed unsafe class PlanLayout
{
    private readonly PlanGraph _graph;
    private readonly int _batch;
    private readonly bool _isTraining;
    private readonly PlanValue[] _values;
    private readonly List<int>[] _readers;
    private readonly HashSet<string> _sharedNames;
    private readonly List<Workspace> _workspaces = [];
    private readonly List<(long Offset, Action<nint> Assign)> _places = [];
    private readonly List<(long Offset, long Length, int Time, HaloClear Clear)> _halos = [];
    private readonly MemoryPlanner _planner = new();

    /// <summary>Compiles.</summary>
    public PlanLayout(PlanGraph graph, int batch, bool isTraining)
    {
        _graph = graph;
        _batch = batch;
        _isTraining = isTraining;
        int inputs = graph.InputShapes.Count;
        _values = new PlanValue[inputs + graph.Nodes.Count];
        _readers = ListReaders();
        _sharedNames = [.. graph.Nodes.GroupBy(node => node.Layer.Name).Where(uses => uses.Count() > 1).Select(uses => uses.Key)];
        for (int i = 0; i < inputs; i++)
        {
            _values[i] = CreateValue(i, -1, needsGradient: false);
        }

        Operations = new Operation[graph.Nodes.Count];
        for (int i = 0; i < Operations.Length; i++)
        {
            Operations[i] = Compile(i, inputs + i);
        }

        Inputs = [.. _values.Take(inputs).Select(value => value.Main)];
        Outputs = [.. graph.Outputs.Select(value => AddReader(value, Operations.Length))];
        SharedParameters =
        [
            .. Operations.SelectMany(operation => operation.Parameters).GroupBy(parameter => parameter.Name)
                .Where(uses => uses.Count() > 1).Select(uses => new SharedParameter([.. uses])),
        ];
        HashSet<Parameter> followers = [.. SharedParameters.SelectMany(shared => shared.Others)];
        Parameters = [.. Operations.SelectMany(operation => operation.Parameters).Where(parameter => !followers.Contains(parameter))];
        BackwardSteps = isTraining ? [.. ListBackwardSteps()] : [];
        Memory = PlanArena();
        Clears = ListClears();
    }

    /// <summary>The operations in order.</summary>
    public Operation[] Operations { get; }

    /// <summary>Those that run backwards, last to first.</summary>
    public BackwardStep[] BackwardSteps { get; }

    /// <summary>For each time, the halos to clear before the operation runs.</summary>
    public HaloClear[][] Clears { get; }

    /// <summary>Where samples go in.</summary>
    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>Where outputs come out.</summary>
    public IReadOnlyList<Value> Outputs { get; }

    /// <summary>The weights in order, each once.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>The weights that several operations use.</summary>
    public SharedParameter[] SharedParameters { get; }

    /// <summary>What it takes in memory.</summary>
    public PlanMemory Memory { get; }

    /// <summary>Floats of the arena.</summary>
    public long Length => _planner.Length;

    /// <summary>Tells everything its place in the arena.</summary>
    public void Assign(float* arena)
    {
        foreach ((long offset, Action<nint> assign) in _places)
        {
            assign((nint)(arena + offset));
        }
    }

    private List<int>[] ListReaders()
    {
        var readers = new List<int>[_values.Length];
        for (int v = 0; v < readers.Length; v++)
        {
            readers[v] = [];
        }

        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            foreach (int source in _graph.Nodes[i].Sources)
            {
                readers[source].Add(i);
            }
        }

        foreach (int output in _graph.Outputs)
        {
            readers[output].Add(_graph.Nodes.Count);
        }

        return readers;
    }

    private Operation Compile(int i, int value)
    {
        PlanNode node = _graph.Nodes[i];
        bool needsInputGradient = _isTraining && node.Sources.Any(source => _values[source].NeedsGradient);
        bool learns = node.Layer.GetParameters([.. node.Sources.Select(_graph.GetShape)]).Any(parameter => parameter.IsTrainable);
        _values[value] = CreateValue(value, i, _isTraining && (needsInputGradient || learns));
        var context = new CompileContext
        {
            Inputs = [.. node.Sources.Select(source => AddReader(source, i))],
            Output = _values[value].Main,
            IsTraining = _isTraining,
            LayerIndex = node.Address,
            ActivationOverride = node.Activation,
            NeedsInputGradient = needsInputGradient,
            ReaderDifferentiates = ReaderDifferentiates(value),
            DifferentiatesRectifier = ReaderDifferentiates(node.Sources[0]),
            GradientExtent = FindGradientExtent(value),
            IsOnlyReaderOfSamples = node.Sources.All(source => _values[source].Producer < 0 && _readers[source].Count == 1),
        };
        Operation operation = node.Layer.Compile(context);
        _workspaces.AddRange(context.Workspaces);
        return operation;
    }

    // A rectified convolution and the maximum over it: the winner's value says which way the rectifier went.
    private bool ReaderDifferentiates(int value) => value >= _graph.InputShapes.Count
        && _graph.Nodes[value - _graph.InputShapes.Count] is { Layer: ConvLayer, Activation: ReLUActivation }
        && _readers[value] is [int reader]
        && reader < _graph.Nodes.Count
        && _graph.Nodes[reader].Layer is PoolingLayer { Pooling: PoolingKind.Max };

    // A window sees lines up to the end of its last place.
    private (int Height, int Width) FindGradientExtent(int value)
    {
        Shape shape = _graph.GetShape(value);
        int height = shape.IsImage ? shape.Height : 1;
        int width = shape.IsImage ? shape.Width : shape[0];
        if (_readers[value] is not [int reader] || reader == _graph.Nodes.Count)
        {
            return (height, width);
        }

        Window? window = _graph.Nodes[reader].Layer switch
        {
            ConvLayer conv => conv.GetWindow(shape),
            PoolingLayer { IsGlobal: false, IsAdaptive: false } pooling => pooling.GetWindow(shape),
            _ => null,
        };
        if (window is not { } w)
        {
            return (height, width);
        }

        (int lines, int pixels) = FindGradientExtent(_graph.InputShapes.Count + reader);
        return (Limit(lines, w.Height, w.Halo.Top, height), Limit(pixels, w.Width, w.Halo.Left, width));

        int Limit(int places, int length, int padding, int size) =>
            Math.Clamp(((places - 1) * w.Stride) + ((length - 1) * w.Dilation) + 1 - padding, 1, size);
    }

    private Value AddReader(int value, int time) =>
        _values[value].AddReader(time, _values[value].Views.Count == _readers[value].Count - 1);

    private PlanValue CreateValue(int value, int producer, bool needsGradient)
    {
        Shape shape = _graph.GetShape(value);
        return new PlanValue(producer, shape, ChooseLayout(value, producer, shape), needsGradient);
    }

    private Layout ChooseLayout(int value, int producer, Shape shape)
    {
        if (shape.Rank == 1)
        {
            return Layout.ForRows(_batch, shape[0]);
        }

        Halo halo = default;
        bool isPlain = producer < 0;
        foreach (int reader in _readers[value])
        {
            Layer? layer = reader < _graph.Nodes.Count ? _graph.Nodes[reader].Layer : null;
            halo = halo.Union(layer?.GetInputHalo(shape) ?? default);

            // Weights that are shared have one layout, whatever they are applied to.
            isPlain &= layer?.WantsPlainInput(shape) == true && !_sharedNames.Contains(layer.Name);
        }

        int height = shape.Rank == 2 ? 1 : shape[0];
        int channels = shape[shape.Rank - 1];
        int width = shape.Length / height / channels;
        return isPlain
            ? Layout.ForPlainImages(_batch, height, width, channels, halo)
            : Layout.ForImages(_batch, height, width, channels, halo);
    }

    private IEnumerable<BackwardStep> ListBackwardSteps()
    {
        HashSet<Parameter> shared = [.. SharedParameters.SelectMany(parameter => parameter.Others.Append(parameter.Main))];
        for (int i = Operations.Length - 1; i >= 0; i--)
        {
            PlanValue output = _values[_graph.InputShapes.Count + i];
            if (output.NeedsGradient)
            {
                yield return new BackwardStep(
                    Operations[i],
                    (2 * Operations.Length) - i,
                    output.Views.Count > 1 ? new GradientSum(output) : null,
                    !Operations[i].Parameters.Any(shared.Contains));
            }
        }
    }

    private PlanMemory PlanArena()
    {
        long parameters = 0;
        long gradients = 0;
        foreach (Parameter parameter in Parameters)
        {
            parameters += parameter.PackedLength;
            Parameter[] others = SharedParameters.FirstOrDefault(shared => shared.Main == parameter)?.Others ?? [];
            _places.Add((_planner.Reserve(parameter.PackedLength), address => Array.ForEach([parameter, .. others], use => use.Data = (float*)address)));
            foreach (Parameter use in _isTraining && parameter.IsTrainable ? others.Prepend(parameter) : [])
            {
                gradients += use.PackedLength;
                _places.Add((_planner.Reserve(use.PackedLength), address => use.Gradient = (float*)address));
            }
        }

        long workspace = 0;
        foreach (Workspace buffer in _workspaces)
        {
            workspace += buffer.Length;
            _places.Add((_planner.Reserve(buffer.Length), address => buffer.Data = (float*)address));
        }

        long before = _planner.Length;
        foreach (PlanValue value in _values)
        {
            ReserveValue(value);
        }

        return new PlanMemory(
            parameters * sizeof(float), gradients * sizeof(float), (_planner.Length - before) * sizeof(float), workspace * sizeof(float));
    }

    private void ReserveValue(PlanValue value)
    {
        int n = Operations.Length;
        int lastRead = value.Views.Count == 0 ? n : value.Views[^1].Time;
        long data = Reserve(value.Main, isGradient: false, value.Producer, _isTraining ? (2 * n) - value.Producer : lastRead);
        _places.Add((data, address =>
        {
            value.Main.Data = (float*)address;
            foreach ((_, Value view) in value.Views)
            {
                view.Data = (float*)address;
            }
        }));
        if (!value.NeedsGradient)
        {
            return;
        }

        int end = (2 * n) - value.Producer;
        _places.Add((Reserve(value.Main, isGradient: true, (2 * n) - lastRead, end), address => value.Main.Gradient = (float*)address));
        foreach ((int time, Value view) in value.Others)
        {
            _places.Add((Reserve(view, isGradient: true, (2 * n) - time, end), address => view.Gradient = (float*)address));
        }
    }

    // What comes from outside, samples and the loss's gradient, finds the zeros of its halo as they were at first.
    private long Reserve(Value value, bool isGradient, int first, int last)
    {
        Layout layout = value.Layout;
        if (layout.Halo == default)
        {
            return _planner.Reserve(layout.Length, first, last);
        }

        if (first < 0 || first == Operations.Length)
        {
            return _planner.Reserve(layout.Length);
        }

        long offset = _planner.Reserve(layout.Length, first, last);
        _halos.Add((offset, layout.Length, first, new HaloClear(value, isGradient)));
        return offset;
    }

    // Halos that other buffers write into are cleared before the operation that writes the value: at its time.
    private HaloClear[][] ListClears()
    {
        var clears = new List<HaloClear>[(2 * Operations.Length) + 1];
        foreach ((long offset, long length, int time, HaloClear clear) in _halos.Where(halo => _planner.IsShared(halo.Offset, halo.Length)))
        {
            (clears[time] ??= []).Add(clear);
        }

        return [.. clears.Select(list => list?.ToArray() ?? [])];
    }
}
