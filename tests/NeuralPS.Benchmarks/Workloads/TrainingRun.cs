using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Trains whole epochs until the time is over, and counts those after the first.</summary>
internal sealed class TrainingRun(Network network, Optimizer optimizer, int batch, Dataset data)
{
    // More than any measurement lasts: the clock ends it.
    private const int MaximumEpochs = 1_000_000;

    /// <summary>Measures.</summary>
    /// <param name="effort">How.</param>
    /// <param name="start">Waited for after the first epoch, so that several runs begin to count at once; null for one alone.</param>
    /// <param name="running">
    /// The runs that still count: one that is done goes on training until all are, so that none gets the machine to itself.
    /// </param>
    /// <returns>Samples per second.</returns>
    public double Measure(Effort effort, Barrier? start = null, CountdownEvent? running = null)
    {
        using var finished = new CancellationTokenSource();
        var clock = default(Clock);
        double elapsed = 0;
        int epochs = -1;
        bool counts = true;
        void OnEpoch(EpochRecord record)
        {
            if (epochs < 0)
            {
                start?.SignalAndWait();
                clock = effort.StartClock();
                epochs = 0;
            }
            else if (counts)
            {
                epochs++;
                elapsed = clock.Seconds;
                counts = elapsed < effort.Seconds;
                if (!counts)
                {
                    running?.Signal();
                }
            }

            if (!counts && (running is null || running.IsSet))
            {
                finished.Cancel();
            }
        }

        var options = new TrainingOptions
        {
            Epochs = MaximumEpochs,
            BatchSize = batch,
            Optimizer = optimizer,
            Loss = CrossEntropy.Instance,
            Seed = 1,
            Threads = effort.Threads,
        };
        TrainingOutcome outcome = Trainer.Train(network, data, options, new TrainingObserver { OnEpoch = OnEpoch }, finished.Token);
        return outcome.End == TrainingEnd.Cancelled
            ? (double)epochs * data.Count / elapsed
            : throw new InvalidOperationException($"The training ended early: {outcome.End} in epoch {outcome.Epoch}.");
    }
}
