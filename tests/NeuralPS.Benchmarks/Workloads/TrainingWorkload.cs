using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Trains whole epochs, and counts those after the first.</summary>
internal sealed class TrainingWorkload(string name, Network network, Optimizer optimizer, int batch, int rows) : Workload(name)
{
    private readonly Lazy<Dataset> _data = new(() => RandomData.CreateFor(network, rows));

    /// <inheritdoc/>
    public override double Flops => CountFlops(network);

    /// <summary>
    /// Operations to train on one sample: outputs, weight gradients and input gradients take the same number each, but nobody
    /// asks for the gradient of the network's input.
    /// </summary>
    public static double CountFlops(Network network)
    {
        NetworkLayer first = network.Layers.First(layer => layer.Layer is DenseLayer or ConvLayer);
        return 2.0 * ((3 * network.MultiplyAdds) - first.MultiplyAdds);
    }

    /// <inheritdoc/>
    public override double Measure(Effort effort) =>
        new TrainingRun(network, optimizer, batch, _data.Value).Measure(effort);
}
