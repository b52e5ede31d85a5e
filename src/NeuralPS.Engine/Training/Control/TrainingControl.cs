using System.Diagnostics;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Training.Control;

/// <summary>What steers a training from epoch to epoch: the learning rate's schedule, early stopping, the time limit.</summary>
internal sealed class TrainingControl
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan? _maxDuration;
    private readonly Monitor? _monitor;
    private readonly RateControl _rates;
    private readonly EarlyStopping? _stopping;

    /// <summary>Takes up where the training before left it.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="network">The network, with the state of the training before.</param>
    /// <param name="rate">The optimizer's learning rate.</param>
    /// <param name="batches">Batches to an epoch.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="isValidated">Whether there are validation data.</param>
    /// <exception cref="EngineException"><c>UnknownMonitor</c>, <c>MonitorUnused</c>.</exception>
    public TrainingControl(
        TrainingOptions options, Network network, double rate, int batches, IReadOnlyList<Metric> metrics, bool isValidated)
    {
        TrainingState? state = network.State;
        int completed = network.CompletedEpochs;
        _maxDuration = options.MaxDuration;
        bool isPlateau = (options.Schedule ?? state?.Schedule) is PlateauSchedule;
        if (options.Patience > 0 || isPlateau)
        {
            _monitor = Monitor.Create(options.Monitor ?? state?.Monitor, metrics, isValidated);
        }
        else if (options.Monitor is not null && options.Checkpoints is null)
        {
            throw new EngineException(
                "MonitorUnused", $"Nothing goes by the monitor '{options.Monitor}'. Give -Patience, the schedule Plateau or -CheckpointPath, or leave it out.");
        }

        CheckpointMonitor = _monitor ?? (options.Checkpoints is null ? null : Monitor.Create(options.Monitor, metrics, isValidated));
        bool keepsMonitor = _monitor is not null && _monitor.Name == state?.Monitor;
        _rates = new RateControl(options, state, completed, rate, batches, keepsMonitor);
        if (options.Patience > 0)
        {
            _stopping = new EarlyStopping(options.Patience, options.MinimumChange, keepsMonitor ? state?.EarlyStopping : null);
        }
    }

    /// <summary>What tells the best checkpoint; null without checkpoints.</summary>
    public Monitor? CheckpointMonitor { get; }

    /// <summary>Whether the weights after each epoch are asked for.</summary>
    public bool NeedsWeights => _stopping is not null;

    /// <summary>The learning rate of an update.</summary>
    /// <param name="epoch">Complete epochs.</param>
    /// <param name="batch">The batch, from 0.</param>
    public double GetRate(int epoch, int batch) => _rates.GetRate(epoch, batch);

    /// <summary>Takes note of an epoch.</summary>
    /// <param name="record">The epoch.</param>
    /// <param name="previous">The weights before it.</param>
    /// <returns>Why the training should end now; null to go on.</returns>
    public TrainingEnd? EndEpoch(EpochRecord record, NetworkWeights previous)
    {
        _rates.EndEpoch(record, _monitor);
        bool stops = _stopping is not null && _stopping.EndEpoch(record, _monitor!, previous);
        return stops ? TrainingEnd.StoppedEarly : Stopwatch.GetElapsedTime(_started) >= _maxDuration ? TrainingEnd.TimeUp : null;
    }

    /// <summary>The state with this in it.</summary>
    /// <param name="state">The state.</param>
    /// <param name="previous">The weights before the epoch that was interrupted; null at the end of an epoch.</param>
    public TrainingState Save(TrainingState state, NetworkWeights? previous) =>
        _rates.Save(state) with { Monitor = _monitor?.Name, EarlyStopping = _stopping?.Save(previous) };

    /// <summary>The network that comes out: after early stopping the one of the best epoch.</summary>
    public Network Finish(Network network, TrainingEnd end) => end == TrainingEnd.StoppedEarly ? _stopping!.Restore(network) : network;
}
