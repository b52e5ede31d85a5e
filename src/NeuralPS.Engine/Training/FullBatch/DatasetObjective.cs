using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers.FullBatch;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training.FullBatch;

/// <summary>
/// The loss of a network over a whole data set, with penalties, as a function of its weights. It runs over blocks of rows as large
/// as the plan's batch, so that memory stays bounded; sums over blocks are in double precision and in order.
/// </summary>
internal sealed class DatasetObjective : IObjective
{
    private readonly Plan _plan;
    private readonly WeightVector _weights;
    private readonly GradientAccumulator _gradient;
    private readonly Penalty[] _penalties;
    private readonly Dataset _dataset;
    private readonly TargetSource[] _targets;
    private readonly BatchLoader _loader;
    private readonly ObjectiveStep _objective;
    private readonly WorkerPool _pool;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly SampleOrder _order;

    /// <summary>Shares a plan, and what feeds it, with a training.</summary>
    public DatasetObjective(
        Plan plan,
        WeightVector weights,
        Penalty[] penalties,
        Dataset dataset,
        TargetSource[] targets,
        BatchLoader loader,
        ObjectiveStep objective,
        WorkerPool pool,
        IReadOnlyList<Metric> metrics)
    {
        _plan = plan;
        _weights = weights;
        _penalties = penalties;
        _gradient = new GradientAccumulator(weights, penalties);
        _dataset = dataset;
        _targets = targets;
        _loader = loader;
        _objective = objective;
        _pool = pool;
        _metrics = metrics;
        _order = new NaturalOrder(dataset.Count);
        Accumulators = [];
    }

    /// <inheritdoc/>
    public int Length => _weights.Length;

    /// <summary>The mean loss at the last evaluation, without penalties.</summary>
    public double Loss { get; private set; }

    /// <summary>The penalties at the last evaluation.</summary>
    public double Penalty { get; private set; }

    /// <summary>The metrics of the last evaluation.</summary>
    public MetricAccumulator[] Accumulators { get; private set; }

    /// <summary>Evaluations so far.</summary>
    public int Evaluations { get; set; }

    /// <summary>Ends reading samples ahead; <see cref="OnBlock"/> ends the evaluation.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Hears of every block: its number from 1, their number, and the mean loss so far. May throw to end the evaluation.</summary>
    public Action<int, int, double>? OnBlock { get; set; }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<float> x, Span<float> gradient)
    {
        Evaluations++;
        _weights.Write(x);
        _plan.OnParametersChanged(CreateStep(_plan.Batch));
        _gradient.Clear();
        Accumulators = [.. _metrics.Select(metric => metric.CreateAccumulator())];
        GatherSparsity();
        double sum = 0;
        for (int first = 0; first < _dataset.Count; first += _plan.Batch)
        {
            Step step = CreateStep(Math.Min(_plan.Batch, _dataset.Count - first));
            _loader.Load(_dataset.Inputs, _order, first, step.Rows, _pool, cancellation: Cancellation);
            _plan.Forward(step);
            sum = _objective.Run(_targets, _loader.Samples, step.Rows, writeGradient: true, sum, _pool);
            if (!double.IsFinite(sum))
            {
                return double.NaN;
            }

            _objective.Count(_metrics, Accumulators);
            _plan.Backward(step);
            _gradient.Add((double)step.Rows / _dataset.Count, _pool);
            OnBlock?.Invoke((first / _plan.Batch) + 1, Blocks, sum / (first + step.Rows));
        }

        _gradient.Finish(gradient, _pool);
        Loss = sum / _dataset.Count;
        Penalty = PenaltySum.Measure(_plan.Parameters, _penalties);
        foreach (SparsityTerm term in _plan.SparsityTerms)
        {
            Penalty += term.Penalty;
        }

        return Loss + Penalty;
    }

    private int Blocks => (_dataset.Count + _plan.Batch - 1) / _plan.Batch;

    // Mean activations over all samples have to be known before the gradient of any block: one more pass forwards.
    private void GatherSparsity()
    {
        if (_plan.SparsityTerms.Length == 0 || Blocks == 1)
        {
            return;
        }

        foreach (SparsityTerm term in _plan.SparsityTerms)
        {
            term.StartGathering();
        }

        for (int first = 0; first < _dataset.Count; first += _plan.Batch)
        {
            Step step = CreateStep(Math.Min(_plan.Batch, _dataset.Count - first));
            _loader.Load(_dataset.Inputs, _order, first, step.Rows, _pool, cancellation: Cancellation);
            _plan.Forward(step);
            foreach (SparsityTerm term in _plan.SparsityTerms)
            {
                term.Gather(step.Rows);
            }
        }

        foreach (SparsityTerm term in _plan.SparsityTerms)
        {
            term.EndGathering();
        }
    }

    private Step CreateStep(int rows) => new() { Rows = rows, IsTraining = true, Pool = _pool };
}
