using System.Collections.Immutable;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Checkpoints;
using NeuralPS.Engine.Training.Control;
using NeuralPS.Engine.Training.FullBatch;
using NeuralPS.Engine.Training.Orders;

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
    private readonly FileWarmer? _warmer;
    private readonly ObjectiveStep _objectiveStep;
    private readonly WeightUpdate _update;
    private readonly Measurement _measurement;
    private readonly TrainingControl _control;
    private readonly FullBatchTraining? _fullBatch;
    private readonly WeightAverage? _average;
    private readonly WeightBackup? _backup;
    private readonly SampleOrder _order;
    private Network _network;
    private ImmutableArray<EpochRecord> _history;
    private bool _isBackedUp;
    private int _epoch;
    private int _firstBatch;
    private long _updates;
    private EpochTally _tally;
    private bool _isAveraged;

    /// <summary>Takes the memory and loads weights and state.</summary>
    public TrainingSession(
        Network network,
        Dataset training,
        Dataset? validation,
        TrainingOptions options,
        Objective objective,
        ulong seed,
        Action<long>? onPlanned)
    {
        _network = network;
        _history = network.History;
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
        WindowSize window = default;
        WeightAveraging? averaging = Trainer.ChooseAveraging(network, options);
        _plan = Plan.Create(
            network,
            batch,
            isTraining: true,
            objective.Strips,
            plan =>
            {
                long companions = TrainingMemory.CountOptimizer(plan, _optimizer) + TrainingMemory.CountCopies(plan, _optimizer, averaging is not null);
                window = TrainingMemory.ChooseWindow(training, validation, batch, Trainer.IsShuffled(options, _optimizer), plan.Memory.Total + companions);
                onPlanned?.Invoke(plan.Memory.Total + companions);
                return companions;
            });
        _pool = new WorkerPool(ThreadChoice.Choose(options.Threads, network.MultiplyAdds, batch));
        _loader = new BatchLoader(_plan.Inputs, Trainer.CreateAugmenter(network, training, options, seed), SampleWindow.Create(window));
        _objectiveStep = new ObjectiveStep(_plan, objective);
        _measurement = new Measurement(_plan, _loader, _objectiveStep);
        Penalty[] penalties = Trainer.ChoosePenalties(network, _plan, options.Penalty);
        _update = new WeightUpdate(_plan, penalties, _optimizer, options.ClipNorm, options.ClipValue);
        _fullBatch = CreateFullBatch(_optimizer as LBFGS, penalties);
        _order = Trainer.IsShuffled(options, _optimizer) ? SampleOrder.Shuffle(training.Inputs, seed) : new NaturalOrder(training.Count);
        _tally = new EpochTally(_metrics, objective.Losses.ToString(), null);
        _plan.LoadWeights(network.State?.Averaging?.RawWeights ?? network.Weights);
        _plan.OnParametersChanged(new Step { Rows = batch, IsTraining = true, Pool = _pool });
        _average = averaging is null ? null : new WeightAverage(averaging, _plan, _pool, network);
        _backup = _control.NeedsWeights || _average is not null || _fullBatch is not null ? null : new WeightBackup(_plan, _update);
        LoadState(network);
        _warmer = FileWarmer.Start(training.Inputs);
    }

    /// <summary>Where the training is kept as it goes; null for nowhere.</summary>
    public CheckpointRun? Checkpoints { get; init; }

    /// <summary>Trains.</summary>
    public TrainingOutcome Run(TrainingObserver? observer, CancellationToken cancellation)
    {
        Checkpoints?.Begin(_control.CheckpointMonitor!);
        int last = _epoch + _options.Epochs;
        while (true)
        {
            (TrainingEnd? end, int batch, EpochRecord? record) = _fullBatch is null
                ? RunEpoch(observer, cancellation)
                : RunFullBatchEpoch(_fullBatch, observer, cancellation);
            if (end == TrainingEnd.Diverged)
            {
                return new TrainingOutcome(BeforeEpoch().WithEnd(end.Value), end.Value, _epoch + 1, batch);
            }

            if (end == TrainingEnd.Cancelled)
            {
                _network = Snapshot(batch).WithEnd(end.Value);
                Checkpoints?.Finish(_network);
                return new TrainingOutcome(_network, end.Value, _epoch + 1, batch);
            }

            _epoch++;
            TrainingEnd? steered = _control.EndEpoch(record!, _network.Weights);
            _history = _history.Add(record!);
            KeepEpoch();
            observer?.OnEpoch?.Invoke(record!);
            end = DecideEnd(steered, observer?.IsStopRequested?.Invoke() == true, last);
            if (end is null)
            {
                if (Checkpoints?.IsDue(_epoch) == true)
                {
                    Checkpoints.Save(AfterEpoch());
                }

                continue;
            }

            _network = _control.Finish(AfterEpoch(), end.Value).WithEnd(end.Value);
            Checkpoints?.Finish(_network);
            return new TrainingOutcome(_network, end.Value, _epoch, 0);
        }
    }

    /// <summary>Gives the memory and the threads back.</summary>
    public void Dispose()
    {
        _warmer?.Dispose();
        _pool.Dispose();
        _plan.Dispose();
    }

    // Why the training ends with the epoch that is complete now; null to go on.
    private TrainingEnd? DecideEnd(TrainingEnd? steered, bool isStopRequested, int last)
    {
        bool isPerceptronRule = _optimizer is PerceptronRule;
        return (isPerceptronRule && !_tally.IsCorrected) || _fullBatch is { HasConverged: true } ? TrainingEnd.Converged
            : steered == TrainingEnd.StoppedEarly ? steered
            : isStopRequested ? TrainingEnd.Stopped
            : _epoch < last ? steered
            : isPerceptronRule ? TrainingEnd.NotConverged : TrainingEnd.Completed;
    }
}
