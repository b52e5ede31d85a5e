using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training.Control;

/// <summary>Counts the epochs without improvement, and keeps the weights of the best one.</summary>
internal sealed class EarlyStopping
{
    private readonly int _patience;
    private readonly double _minimumChange;
    private EarlyStoppingState _state;

    /// <summary>Takes up the count of the training before, or starts a new one.</summary>
    public EarlyStopping(int patience, double minimumChange, EarlyStoppingState? state)
    {
        _patience = patience;
        _minimumChange = minimumChange;
        _state = state ?? new EarlyStoppingState();
    }

    /// <summary>Takes note of an epoch.</summary>
    /// <param name="record">The epoch.</param>
    /// <param name="monitor">What tells better from worse.</param>
    /// <param name="previous">The weights before the epoch.</param>
    /// <returns>True when it is time to stop.</returns>
    public bool EndEpoch(EpochRecord record, Monitor monitor, NetworkWeights previous)
    {
        double value = monitor.Read(record);
        _state = monitor.IsImprovement(value, _state.Best, _minimumChange)
            ? new EarlyStoppingState { Best = value, BestEpoch = record.Epoch }
            : KeepBest(previous) with { Waited = _state.Waited + 1 };
        return _state.Waited >= _patience;
    }

    /// <summary>What to remember of a training that is within an epoch: the network's own weights are not the best any more.</summary>
    /// <param name="previous">The weights before the epoch; null at the end of one.</param>
    public EarlyStoppingState Save(NetworkWeights? previous) => previous is null ? _state : KeepBest(previous);

    /// <summary>
    /// The network with the best weights. The moments of the optimizer belong to other weights, so training further starts them anew.
    /// </summary>
    public Network Restore(Network network) => network.WithTraining(
        _state.BestWeights ?? network.Weights,
        network.State! with
        {
            UpdateCount = 0,
            Slots = network.State.Slots.Clear(),
            Averaging = network.State.Averaging is { } averaging ? new AveragingState(averaging.Settings, 0, null) : null,
            EarlyStopping = _state with { Waited = 0, BestWeights = null },
        },
        network.History,
        network.Losses,
        network.ClassNames,
        network.Schema);

    private EarlyStoppingState KeepBest(NetworkWeights previous) =>
        _state.BestEpoch > 0 && _state.BestWeights is null ? _state with { BestWeights = previous } : _state;
}
