using System.Diagnostics;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Trains whole epochs, and counts those after the first.</summary>
internal sealed class TrainingWorkload(string name, Network network, Optimizer optimizer, int batch, int rows) : Workload(name)
{
    // More than any measurement lasts: the clock ends it.
    private const int MaximumEpochs = 1_000_000;

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
    public override double Measure(double seconds, int threads)
    {
        using var finished = new CancellationTokenSource();
        long start = 0;
        double elapsed = 0;
        int epochs = -1;
        var observer = new TrainingObserver
        {
            OnEpoch = _ =>
            {
                epochs++;
                start = epochs == 0 ? Stopwatch.GetTimestamp() : start;
                elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (epochs > 0 && elapsed >= seconds)
                {
                    finished.Cancel();
                }
            },
        };
        var options = new TrainingOptions
        {
            Epochs = MaximumEpochs,
            BatchSize = batch,
            Optimizer = optimizer,
            Loss = CrossEntropy.Instance,
            Seed = 1,
            Threads = threads,
        };
        TrainingOutcome outcome = Trainer.Train(network, _data.Value, options, observer, finished.Token);
        return outcome.End == TrainingEnd.Cancelled
            ? (double)epochs * rows / elapsed
            : throw new InvalidOperationException($"The training ended early: {outcome.End} in epoch {outcome.Epoch}.");
    }
}
