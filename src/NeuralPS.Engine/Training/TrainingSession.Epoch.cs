using System.Runtime.CompilerServices;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <content>An epoch: its order, its batches, and what it comes to.</content>
internal sealed partial class TrainingSession
{
    private (TrainingEnd? End, int Batch, EpochRecord? Record) RunEpoch(TrainingObserver? observer, CancellationToken cancellation)
    {
        _order.Begin(_epoch + 1);
        _tally = new EpochTally(_metrics, _objective.Losses.ToString(), _firstBatch > 0 ? _network.State!.Sums : null);
        int batches = (_training.Count + _plan.Batch - 1) / _plan.Batch;
        (TrainingEnd? end, int batch) = RunBatches(batches, observer, cancellation);
        _plan.Settle(_pool);
        if (end is not null)
        {
            return (end, batch, null);
        }

        _firstBatch = 0;
        double penalty = _update.MeasurePenalty() + (_tally.Samples > 0 ? _tally.Sparsity / _tally.Samples : 0);
        double rate = _control.GetRate(_epoch, batches - 1);
        double loss = _tally.Samples > 0 ? _tally.Loss / _tally.Samples : double.NaN;
        return EndEpoch(loss, penalty, _tally.Accumulators, rate, _tally.Samples, cancellation);
    }

    // How the training ended within the epoch, and with which batch; null when the epoch is complete.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (TrainingEnd? End, int Batch) RunBatches(int batches, TrainingObserver? observer, CancellationToken cancellation)
    {
        for (int batch = _firstBatch; batch < batches; batch++)
        {
            if (cancellation.IsCancellationRequested)
            {
                return (TrainingEnd.Cancelled, batch);
            }

            int first = batch * _plan.Batch;
            int rows = Math.Min(_plan.Batch, _training.Count - first);
            double before = _tally.Loss;
            RunBatch(batch, first, rows, cancellation);
            if (!double.IsFinite(_tally.Loss))
            {
                return (TrainingEnd.Diverged, batch + 1);
            }

            _objectiveStep.Count(_metrics, _tally.Accumulators);
            _tally.Samples += rows;
            observer?.OnBatch?.Invoke(
                new BatchProgress(_epoch + 1, batch + 1, batches, _tally.Loss / _tally.Samples) { BatchLoss = (_tally.Loss - before) / rows });
            if (batch + 1 < batches && Checkpoints?.IsTimeUp == true)
            {
                _plan.Settle(_pool);
                Checkpoints.Save(Snapshot(batch + 1));
            }
        }

        return (null, 0);
    }

    private (TrainingEnd? End, int Batch, EpochRecord? Record) EndEpoch(
        double loss, double penalty, MetricAccumulator[] accumulators, double rate, double seen, CancellationToken cancellation)
    {
        double seconds = _tally.Elapsed.TotalSeconds;
        if (!_isAveraged)
        {
            _average?.AfterEpoch(_epoch + 1);
        }

        _isAveraged = false;
        Evaluation? validation = null;
        if (_validation is not null)
        {
            try
            {
                _average?.Swap();
                validation = _measurement.Run(_validation, _validationTargets!, _metrics, _pool, cancellation);
            }
            catch (OperationCanceledException)
            {
                // All batches of the epoch are done: training further starts with its validation.
                return (TrainingEnd.Cancelled, (_training.Count + _plan.Batch - 1) / _plan.Batch, null);
            }
            finally
            {
                _average?.Swap();
            }
        }

        return (null, 0, new EpochRecord
        {
            Epoch = _epoch + 1,
            Loss = loss,
            Penalty = penalty,
            Metrics = MetricResults.Collect(_metrics, accumulators),
            ValidationLoss = validation?.Loss ?? double.NaN,
            ValidationMetrics = validation?.Metrics ?? [],
            LearningRate = rate,
            SamplesPerSecond = seen / seconds,
            Duration = _tally.Elapsed,
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunBatch(int batch, int first, int rows, CancellationToken cancellation)
    {
        var step = new Step
        {
            Rows = rows,
            IsTraining = true,
            Pool = _pool,
            Consumer = _update.Consumer,
            Seed = _seed,
            Epoch = _epoch + 1,
            Batch = batch,
        };
        _loader.Load(_training.Inputs, _order, first, rows, _pool, _epoch + 1, cancellation);
        _plan.Forward(step);
        _tally.Loss = _objectiveStep.Run(_targets, _loader.Samples, rows, writeGradient: true, _tally.Loss, _pool);
        if (double.IsFinite(_tally.Loss))
        {
            _updates++;
            _update.Begin(_control.GetRate(_epoch, batch), _updates);
            _plan.Backward(step);
            _update.Run(_pool);
            _plan.OnParametersChanged(step);
            if (_average is not null)
            {
                _plan.Settle(_pool);
                _average.AfterUpdate(_epoch + 1);
            }

            _tally.IsCorrected |= _objectiveStep.HasCorrection;
            foreach (SparsityTerm term in _plan.SparsityTerms)
            {
                _tally.Sparsity += rows * term.Penalty;
            }
        }
    }
}
