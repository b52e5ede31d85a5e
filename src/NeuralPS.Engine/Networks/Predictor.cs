using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A network ready to predict: compiled once, with its weights loaded, for any number of calls. Not for several threads at
/// once. A sample's outputs have the same bits in any batch.
/// </summary>
public sealed unsafe class Predictor : IDisposable
{
    private readonly Plan _plan;
    private readonly WorkerPool _pool;
    private readonly SampleTransfer _load;
    private readonly SampleTransfer _store;

    /// <summary>Compiles a network for prediction.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="batch">The most samples that are computed at once, at least 1; fewer where they would take too much memory.</param>
    /// <param name="threads">Threads; 0 for as many as the process may use.</param>
    /// <exception cref="EngineException">The network has no weights yet.</exception>
    public Predictor(Network network, int batch = InferenceBatch.Usual, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        NetworkChecks.RequireReady(network);
        Network = network;
        OutputLength = network.Layers.IsEmpty ? network.InputShape.Length : network.Outputs.Sum(output => output.OutputShape.Length);
        batch = InferenceBatch.Choose(network, batch);
        _plan = Plan.Create(network, batch, isTraining: false, strips: []);
        _pool = new WorkerPool(ThreadChoice.Choose(threads, network.MultiplyAdds, batch));
        _load = new SampleTransfer(_plan.Inputs, isStore: true);
        _store = new SampleTransfer(_plan.Outputs, isStore: false);
        _plan.LoadWeights(network.Weights);
        _plan.OnParametersChanged(CreateStep(batch));
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Samples that are computed at once.</summary>
    public int Batch => _plan.Batch;

    /// <summary>Values of one sample, over all inputs.</summary>
    public int InputLength => Network.InputLength;

    /// <summary>Values of all outputs for one sample.</summary>
    public int OutputLength { get; }

    /// <summary>Predicts samples.</summary>
    /// <param name="inputs">Samples one after the other, each with the values of all inputs in turn, row-major in their shapes.</param>
    /// <param name="outputs">Receives for one sample after the other the values of all outputs in turn, row-major in their shapes.</param>
    /// <exception cref="ShapeException">The lengths are not a whole number of samples, or differ.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (inputs.Length % InputLength != 0 || outputs.Length != inputs.Length / InputLength * OutputLength)
        {
            throw new ShapeException(
                "PredictionLength",
                $"Network '{Network.Name}' turns {InputLength} values into {OutputLength}; {inputs.Length} values cannot become {outputs.Length}.");
        }

        int samples = inputs.Length / InputLength;
        fixed (float* input = inputs, output = outputs)
        {
            for (int first = 0; first < samples; first += _plan.Batch)
            {
                int rows = Math.Min(_plan.Batch, samples - first);
                _load.Run(_pool, input + ((long)first * InputLength), rows);
                _plan.Forward(CreateStep(rows));
                _store.Run(_pool, output + ((long)first * OutputLength), rows);
            }
        }
    }

    /// <summary>Gives the memory and the threads back.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        _plan.Dispose();
    }

    private Step CreateStep(int rows) => new() { Rows = rows, IsTraining = false, Pool = _pool };
}
