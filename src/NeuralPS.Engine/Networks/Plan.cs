using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A network compiled for a batch size: the operations in order, and one arena in which every weight, activation and gradient
/// has its place. Running it allocates nothing.
/// </summary>
internal sealed unsafe class Plan : IDisposable
{
    private readonly PlanLayout _layout;
    private readonly FoldedNorm[] _folds;
    private readonly Operation[] _operations;
    private float* _arena;

    private Plan(Network network, int batch, bool isTraining, IReadOnlyList<bool> strips)
    {
        Batch = batch;
        IsTraining = isTraining;
        var graph = new PlanGraph(network, isTraining, strips);
        _folds = [.. graph.Nodes.Select(node => node.Fold).OfType<FoldedNorm>()];
        _layout = new PlanLayout(graph, batch, isTraining);
        _operations = _layout.Operations;
        Parameters = _layout.Parameters;
        SparsityTerms = [.. _operations.Select(operation => operation.Sparsity).OfType<SparsityTerm>()];
        for (int p = 0; p < Parameters.Length; p++)
        {
            Parameters[p].Index = p;
        }
    }

    /// <summary>The largest number of samples in a step.</summary>
    public int Batch { get; }

    /// <summary>True when it also runs backwards.</summary>
    public bool IsTraining { get; }

    /// <summary>Where samples go in, for each input of the network.</summary>
    public IReadOnlyList<Value> Inputs => _layout.Inputs;

    /// <summary>Where outputs come out, and the loss's gradient goes in, for each output of the network.</summary>
    public IReadOnlyList<Value> Outputs => _layout.Outputs;

    /// <summary>The weights, in order of the layers, with those that are not trained; those that several operations share once.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>The penalties on mean activations, in order of the layers.</summary>
    public SparsityTerm[] SparsityTerms { get; }

    /// <summary>The number of operations, after fusion.</summary>
    public int OperationCount => _operations.Length;

    /// <summary>What it takes in memory.</summary>
    public PlanMemory Memory => _layout.Memory;

    /// <summary>Compiles a network without taking memory: for its figures.</summary>
    public static Plan Describe(Network network, int batch, bool isTraining, IReadOnlyList<bool> strips) =>
        new(network, batch, isTraining, strips);

    /// <summary>Compiles a network, takes the memory and loads the weights.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="batch">The largest number of samples in a step.</param>
    /// <param name="isTraining">True to reserve gradients too.</param>
    /// <param name="strips">For each output, true to end before its last activation, which the loss contains; empty for none.</param>
    /// <param name="countCompanions">The bytes that the caller will take beside the plan; null for none.</param>
    /// <exception cref="EngineException">The memory cannot hold all of that (OutOfMemory).</exception>
    public static Plan Create(
        Network network, int batch, bool isTraining, IReadOnlyList<bool> strips, Func<Plan, long>? countCompanions = null)
    {
        var plan = new Plan(network, batch, isTraining, strips);
        plan.Allocate(countCompanions?.Invoke(plan) ?? 0);
        return plan;
    }

    /// <summary>Copies weights into the plan. <see cref="OnParametersChanged"/> has to follow.</summary>
    public void LoadWeights(NetworkWeights weights)
    {
        weights = _folds.Aggregate(weights, (folded, fold) => fold.Apply(folded));
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(in Step step)
    {
        for (int i = 0; i < _operations.Length; i++)
        {
            Clear(i, step);
            _operations[i].Forward(step);
        }
    }

    /// <summary>Runs the operations backwards, as far as there are weights to learn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(in Step step)
    {
        Step unstreamed = step with { Consumer = null };
        foreach (BackwardStep backward in _layout.BackwardSteps)
        {
            Clear(backward.Time, step);
            backward.Sum?.Run(step.Pool, step.Rows);
            backward.Operation.Backward(backward.Streams ? step : unstreamed);
        }

        foreach (SharedParameter shared in _layout.SharedParameters)
        {
            shared.SumGradients(step.Pool);
        }
    }

    /// <summary>
    /// Brings the weights up to date: to be called before anything reads them after a backward pass. The next pass needs no call.
    /// </summary>
    public void Settle(WorkerPool pool)
    {
        foreach (Operation operation in _operations)
        {
            operation.Settle(pool);
        }
    }

    private void Clear(int time, in Step step)
    {
        foreach (HaloClear halo in _layout.Clears[time])
        {
            halo.Run(step.Pool, step.Rows);
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

    private void Allocate(long companions)
    {
        nuint bytes = (nuint)Math.Max(_layout.Length, 1) * sizeof(float);
        MemoryLimit.Require((long)bytes + companions, $"The network with batches of {Batch}", "Use a smaller batch or smaller layers.");
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
        _layout.Assign(_arena);
    }
}
