using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Trains a small network from nothing to its last epoch, set-up included: what one call of a user takes.</summary>
internal sealed class FitWorkload(string name, Network network, int batch, int rows, int epochs) : Workload(name)
{
    private readonly Lazy<Dataset> _data = new(() => RandomData.CreateFor(network, rows));
    private bool _isWarm;

    /// <inheritdoc/>
    public override double Flops => TrainingWorkload.CountFlops(network);

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        if (!_isWarm)
        {
            Fit(effort.Threads);
            _isWarm = true;
        }

        Clock clock = effort.StartClock();
        double elapsed;
        int fits = 0;
        do
        {
            Fit(effort.Threads);
            fits++;
            elapsed = clock.Seconds;
        }
        while (elapsed < effort.Seconds);

        return (double)fits * epochs * rows / elapsed;
    }

    private void Fit(int threads)
    {
        var options = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = batch,
            Optimizer = new Adam(),
            Loss = CrossEntropy.Instance,
            Penalty = new Penalty(0, 1e-4), // scikit-learn's default
            Seed = 1,
            Threads = threads,
        };
        TrainingOutcome outcome = Trainer.Train(network, _data.Value, options);
        if (outcome.End != TrainingEnd.Completed)
        {
            throw new InvalidOperationException($"The training ended early: {outcome.End} in epoch {outcome.Epoch}.");
        }
    }
}
