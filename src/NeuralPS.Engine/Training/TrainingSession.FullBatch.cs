using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training.FullBatch;

namespace NeuralPS.Engine.Training;

/// <content>Epochs that are one iteration over the whole data set.</content>
internal sealed partial class TrainingSession
{
    private FullBatchTraining? CreateFullBatch(LBFGS? settings, Penalty[] penalties)
    {
        if (settings is null)
        {
            return null;
        }

        FullBatchTraining.Require(_network, _options, penalties);
        return new FullBatchTraining(
            settings,
            _plan,
            _pool,
            weights => new DatasetObjective(_plan, weights, penalties, _training, _targets, _loader, _objectiveStep, _pool, _metrics));
    }

    private (TrainingEnd? End, int Batch, EpochRecord? Record) RunFullBatchEpoch(
        FullBatchTraining fullBatch, TrainingObserver? observer, CancellationToken cancellation)
    {
        _tally = new EpochTally(_metrics, _objective.Losses.ToString(), null);
        if (cancellation.IsCancellationRequested)
        {
            return (TrainingEnd.Cancelled, _firstBatch, null);
        }

        double rate = _control.GetRate(_epoch, 0);
        DatasetObjective objective = fullBatch.Objective;
        objective.Evaluations = 0;
        objective.Cancellation = cancellation;
        objective.OnBlock = (block, blocks, meanLoss) =>
        {
            observer?.OnBatch?.Invoke(new BatchProgress(_epoch + 1, block, blocks, meanLoss));
            cancellation.ThrowIfCancellationRequested();
        };
        try
        {
            bool isDone = _firstBatch > 0;
            if (!fullBatch.Run(rate, isDone))
            {
                return (TrainingEnd.Diverged, 1, null);
            }

            _firstBatch = 0;
            if (!isDone)
            {
                _updates++;
                _average?.AfterUpdate(_epoch + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // An iteration is done as a whole or not at all.
            fullBatch.Restore();
            return (TrainingEnd.Cancelled, _firstBatch, null);
        }

        double seen = (double)_training.Count * Math.Max(1, objective.Evaluations);
        return EndEpoch(objective.Loss, objective.Penalty, objective.Accumulators, rate, seen, cancellation);
    }
}
