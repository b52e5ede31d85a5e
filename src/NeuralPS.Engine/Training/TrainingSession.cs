using System.Collections.Immutable;
using System.Diagnostics;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Control;
using NeuralPS.Engine.Training.FullBatch;

namespace NeuralPS.Engine.Training;

/// <summary>One training as it runs: the plan, the optimizer's state, and where it is.</summary>
internal sealed partial class TrainingSession : IDisposable
{
    private readonly Dataset _training;
    private readonly Dataset? _validation;
    private readonly TrainingOptions _options;
    private readonly Objective _objective;
    private readonly ulong _seed;
    private readonly Optimizer _optimizer;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly TargetSource[] _targets;
    private readonly TargetSource[]? _validationTargets;
    private readonly Plan _plan;
    private readonly WorkerPool _pool;
    private readonly BatchLoader _loader;
    private readonly ObjectiveStep _objectiveStep;
    private readonly WeightUpdate _update;
    private readonly Measurement _measurement;
    private readonly TrainingControl _control;
    private readonly FullBatchTraining? _fullBatch;
    private readonly int[] _order;
    private Network _network;
    private int _epoch;
    private int _firstBatch;
    private long _updates;
    private bool _corrected;
    private double _sparsity;

    /// <summary>Takes the memory and loads weights and state.</summary>
    public TrainingSession(Network network, Dataset training, Dataset? validation, TrainingOptions options, Objective objective, ulong seed)
    {
        _network = network;
        _training = training;
        _validation = validation;
        _options = options;
        _objective = objective;
        _seed = seed;
        _optimizer = Trainer.ChooseOptimizer(network, options);
        _targets = objective.CreateTargets(training, options.LabelSmoothing, options.ClassWeights);
        _metrics = objective.ChooseMetrics(options.Metrics, _targets, training);
        if (validation is not null)
        {
            NetworkChecks.RequireInput(network, validation);
            _validationTargets = objective.CreateTargets(validation);
            objective.ChooseMetrics(_metrics, _validationTargets, validation);
        }

        int batch = Trainer.ChooseBatch(options, training);
        int batches = _optimizer is LBFGS ? 1 : (training.Count + batch - 1) / batch;
        _control = new TrainingControl(options, network, _optimizer.LearningRate, batches, _metrics, validation is not null);
        _plan = Plan.Create(network, batch, isTraining: true, objective.Strips);
        _pool = new WorkerPool(ThreadChoice.Choose(options.Threads, network.MultiplyAdds * batch));
        _loader = new BatchLoader(_plan.Inputs);
        _objectiveStep = new ObjectiveStep(_plan, objective);
        _measurement = new Measurement(_plan, _loader, _objectiveStep);
        Penalty[] penalties = Trainer.ChoosePenalties(network, _plan, options.Penalty);
        _update = new WeightUpdate(_plan, penalties, _optimizer, options.ClipNorm, options.ClipValue);
        _fullBatch = CreateFullBatch(_optimizer as LBFGS, penalties);
        _order = new int[training.Count];
        _plan.LoadWeights(network.Weights);
        _plan.OnParametersChanged(new Step { Rows = batch, IsTraining = true, Pool = _pool });
        LoadState(network);
    }

    /// <summary>Trains.</summary>
    public TrainingOutcome Run(TrainingObserver? observer, CancellationToken cancellation)
    {
        int last = _epoch + _options.Epochs;
        bool isPerceptronRule = _optimizer is PerceptronRule;
        while (_epoch < last)
        {
            long started = Stopwatch.GetTimestamp();
            TrainingEnd? stop = null;
            (TrainingEnd end, int batch, EpochRecord? record) = _fullBatch is null
                ? RunEpoch(observer, started, cancellation)
                : RunFullBatchEpoch(_fullBatch, observer, started, cancellation);
            switch (end)
            {
                case TrainingEnd.Diverged:
                    return new TrainingOutcome(_network, end, _epoch + 1, batch);
                case TrainingEnd.Cancelled:
                    _network = Snapshot(batch, _network.History);
                    return new TrainingOutcome(_network, end, _epoch + 1, batch);
                default:
                    _epoch++;
                    stop = _control.EndEpoch(record!, _network.Weights);
                    _network = Snapshot(0, _network.History.Add(record!));
                    observer?.OnEpoch?.Invoke(record!);
                    break;
            }

            if ((isPerceptronRule && !_corrected) || _fullBatch is { HasConverged: true })
            {
                return new TrainingOutcome(_network, TrainingEnd.Converged, _epoch, 0);
            }

            if (stop is TrainingEnd.StoppedEarly || (stop is not null && _epoch < last))
            {
                return new TrainingOutcome(_control.Finish(_network, stop.Value), stop.Value, _epoch, 0);
            }
        }

        return new TrainingOutcome(_network, isPerceptronRule ? TrainingEnd.NotConverged : TrainingEnd.Completed, _epoch, 0);
    }

    /// <summary>Gives the memory and the threads back.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        _plan.Dispose();
    }

    private (TrainingEnd End, int Batch, EpochRecord? Record) RunEpoch(
        TrainingObserver? observer, long started, CancellationToken cancellation)
    {
        OrderSamples(_epoch + 1);
        MetricAccumulator[] accumulators = [.. _metrics.Select(metric => metric.CreateAccumulator())];
        int batches = (_training.Count + _plan.Batch - 1) / _plan.Batch;
        double sum = 0;
        int seen = 0;
        _corrected = false;
        _sparsity = 0;
        for (int batch = _firstBatch; batch < batches; batch++)
        {
            if (cancellation.IsCancellationRequested)
            {
                return (TrainingEnd.Cancelled, batch, null);
            }

            int first = batch * _plan.Batch;
            int rows = Math.Min(_plan.Batch, _training.Count - first);
            sum = RunBatch(batch, first, rows, sum);
            if (!double.IsFinite(sum))
            {
                return (TrainingEnd.Diverged, batch + 1, null);
            }

            _objectiveStep.Count(_metrics, accumulators);
            seen += rows;
            observer?.OnBatch?.Invoke(new BatchProgress(_epoch + 1, batch + 1, batches, sum / seen));
        }

        _firstBatch = 0;
        double penalty = _update.MeasurePenalty() + (seen > 0 ? _sparsity / seen : 0);
        double rate = _control.GetRate(_epoch, batches - 1);
        return EndEpoch(seen > 0 ? sum / seen : double.NaN, penalty, accumulators, rate, seen, started, cancellation);
    }

    private (TrainingEnd End, int Batch, EpochRecord? Record) EndEpoch(
        double loss, double penalty, MetricAccumulator[] accumulators, double rate, double seen, long started, CancellationToken cancellation)
    {
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Evaluation? validation = null;
        if (_validation is not null)
        {
            try
            {
                validation = _measurement.Run(_validation, _validationTargets!, _metrics, _pool, cancellation);
            }
            catch (OperationCanceledException)
            {
                // All batches of the epoch are done: training further starts with its validation missing, not its weights.
                return (TrainingEnd.Cancelled, (_training.Count + _plan.Batch - 1) / _plan.Batch, null);
            }
        }

        return (TrainingEnd.Completed, 0, new EpochRecord
        {
            Epoch = _epoch + 1,
            Loss = loss,
            Penalty = penalty,
            Metrics = MetricResults.Collect(_metrics, accumulators),
            ValidationLoss = validation?.Loss ?? double.NaN,
            ValidationMetrics = validation?.Metrics ?? [],
            LearningRate = rate,
            SamplesPerSecond = seen / seconds,
            Duration = Stopwatch.GetElapsedTime(started),
        });
    }

    private double RunBatch(int batch, int first, int rows, double sum)
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
        _loader.Load(_training.Inputs, _order, first, rows, _pool);
        _plan.Forward(step);
        sum = _objectiveStep.Run(_targets, _order, first, rows, writeGradient: true, sum, _pool);
        if (double.IsFinite(sum))
        {
            _updates++;
            _update.Begin(_control.GetRate(_epoch, batch), _updates);
            _plan.Backward(step);
            _update.Run(_pool);
            _plan.OnParametersChanged(step);
            _corrected |= _objectiveStep.HasCorrection;
            foreach (SparsityTerm term in _plan.SparsityTerms)
            {
                _sparsity += rows * term.Penalty;
            }
        }

        return sum;
    }

    private void OrderSamples(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        if (_options.Shuffle)
        {
            new RandomStream(_seed, RandomPurpose.Shuffle, 0, epoch).Shuffle(_order);
        }
    }

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
        }
    }

    private Network Snapshot(int batch, ImmutableArray<EpochRecord> history) => _network.WithTraining(
        _network.Weights.With(_plan.ReadWeights()),
        _control.Save(
            new TrainingState
            {
                Seed = _seed,
                CompletedEpochs = _epoch,
                CompletedBatches = batch,
                UpdateCount = _updates,
                BatchSize = _plan.Batch,
                Optimizer = _optimizer,
                Slots = (_fullBatch?.ReadSlots() ?? _update.ReadSlots()).ToImmutableDictionary(),
            },
            batch > 0 ? _network.Weights : null),
        history,
        _objective.Losses,
        _training.ClassCount > 0 ? _training.ClassNames : null,
        _training.Schema);
}
