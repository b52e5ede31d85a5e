using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
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

    /// <summary>Compiles a network for prediction.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="batch">Samples that are computed at once, at least 1.</param>
    /// <param name="threads">Threads; 0 for as many as the process may use.</param>
    /// <exception cref="EngineException">The network has no weights yet.</exception>
    public Predictor(Network network, int batch = 256, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        NetworkChecks.RequireReady(network);
        Network = network;
        _plan = Plan.Create(network, batch, isTraining: false, stripHead: false);
        _pool = new WorkerPool(ThreadChoice.Choose(threads, network.MultiplyAdds * batch));
        _plan.LoadWeights(network.Weights);
        _plan.OnParametersChanged(CreateStep(batch));
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>Values of one input sample.</summary>
    public int InputLength => Network.InputShape.Length;

    /// <summary>Values of one output.</summary>
    public int OutputLength => Network.OutputShape.Length;

    /// <summary>Predicts samples.</summary>
    /// <param name="inputs">Samples one after the other, each row-major in the network's input shape.</param>
    /// <param name="outputs">Receives the outputs one after the other, each row-major in the network's output shape.</param>
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
        for (int first = 0; first < samples; first += _plan.Batch)
        {
            int rows = Math.Min(_plan.Batch, samples - first);
            for (int row = 0; row < rows; row++)
            {
                LayoutConverter.Store(inputs.Slice((first + row) * InputLength, InputLength), _plan.Input.Data, _plan.Input.Layout, row);
            }

            _plan.Forward(CreateStep(rows));
            for (int row = 0; row < rows; row++)
            {
                LayoutConverter.Load(
                    _plan.Output.Data, _plan.Output.Layout, row, outputs.Slice((first + row) * OutputLength, OutputLength));
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
