using System.Collections.Immutable;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training;

/// <content>Where the training before left off, and where this one does.</content>
internal sealed partial class TrainingSession
{
    private void LoadState(Network network)
    {
        if (network.State is not { } state)
        {
            // Without state, as of a file of weights only, the history still says how many epochs there were.
            _epoch = network.History.IsEmpty ? 0 : network.History[^1].Epoch;
            return;
        }

        // Epochs go on counting in any case; what belongs to other settings starts anew.
        _epoch = state.CompletedEpochs;
        if (state.Optimizer.Name == _optimizer.Name)
        {
            _updates = state.UpdateCount;
            _update.LoadSlots(state.Slots);
            _fullBatch?.LoadSlots(state.Slots);
        }

        if (state.Seed == _seed && state.BatchSize == _plan.Batch)
        {
            _firstBatch = state.CompletedBatches;

            // An epoch of which only the validation is missing is in the average already.
            _isAveraged = (long)_firstBatch * _plan.Batch >= _training.Count;
        }
    }

    // The end of an epoch, as a network where somebody looks at it after each epoch, else as a copy of memory.
    private void KeepEpoch()
    {
        if (_backup is null)
        {
            _network = Snapshot(0);
            return;
        }

        _backup.Take(_updates);
        _isBackedUp = true;
    }

    // The network right after an epoch.
    private Network AfterEpoch()
    {
        _network = _isBackedUp ? Snapshot(0) : _network;
        _isBackedUp = false;
        return _network;
    }

    // The network as it was before the epoch that diverged.
    private Network BeforeEpoch()
    {
        if (_isBackedUp)
        {
            _updates = _backup!.Restore();
        }

        return AfterEpoch();
    }

    private Network Snapshot(int batch)
    {
        KeyValuePair<string, Tensor>[] weights = _plan.ReadWeights();
        AveragingState? averaging = null;
        if (_average is not null)
        {
            (averaging, weights) = _average.Save(weights);
        }

        return _network.WithTraining(
            _network.Weights.With(weights),
            _control.Save(
                new TrainingState
                {
                    Seed = _seed,
                    CompletedEpochs = _epoch,
                    CompletedBatches = batch,
                    Sums = batch > 0 ? _tally.Save() : null,
                    UpdateCount = _updates,
                    BatchSize = _plan.Batch,
                    Optimizer = _optimizer,
                    Slots = (_fullBatch?.ReadSlots() ?? _update.ReadSlots()).ToImmutableDictionary(),
                    Averaging = averaging,
                },
                batch > 0 ? _network.Weights : null),
            _history,
            _objective.Losses,
            _training.ClassCount > 0 ? _training.ClassNames : null,
            _training.Schema);
    }
}
