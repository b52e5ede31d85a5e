using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Optimizers.FullBatch;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training.FullBatch;

/// <summary>A training by a rule that goes by the whole data set: each epoch is one iteration.</summary>
internal sealed class FullBatchTraining
{
    private readonly Plan _plan;
    private readonly WorkerPool _pool;
    private readonly WeightVector _weights;
    private readonly WeightVector _statistics;
    private readonly float[] _savedStatistics;
    private readonly LBFGSMinimizer _minimizer;
    private bool _isStarted;

    /// <summary>Prepares.</summary>
    /// <param name="settings">The rule.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="createObjective">Makes the function of the weights that is minimised.</param>
    public FullBatchTraining(LBFGS settings, Plan plan, WorkerPool pool, Func<WeightVector, DatasetObjective> createObjective)
    {
        _plan = plan;
        _pool = pool;
        _weights = new WeightVector(plan, isTrained: true);
        _statistics = new WeightVector(plan, isTrained: false);
        _savedStatistics = new float[_statistics.Length];
        Objective = createObjective(_weights);
        _minimizer = new LBFGSMinimizer(settings, Objective);
    }

    /// <summary>What is minimised.</summary>
    public DatasetObjective Objective { get; }

    /// <summary>True when there is nothing left to gain.</summary>
    public bool HasConverged => _minimizer.HasConverged;

    /// <summary>Refuses what has no meaning for such a rule.</summary>
    /// <exception cref="EngineException"><c>LBFGSNeedsSmoothPenalty</c>, <c>LBFGSTakesNoClipping</c>, <c>LBFGSNeedsSameLoss</c>.</exception>
    public static void Require(Network network, TrainingOptions options, Penalty[] penalties)
    {
        if (Array.Exists(penalties, penalty => penalty.L1 != 0))
        {
            throw new EngineException(
                "LBFGSNeedsSmoothPenalty", "The penalty L1 has a kink at 0, which LBFGS cannot take. Use the penalty L2, or another optimizer.");
        }

        if (options.ClipNorm > 0 || options.ClipValue > 0)
        {
            throw new EngineException(
                "LBFGSTakesNoClipping", "LBFGS chooses the length of its steps itself, so that clipping has no meaning. Leave ClipNorm and ClipValue out.");
        }

        if (FlatLayer.List(network, out _).Find(layer => layer.Layer is DropoutLayer or NoiseLayer) is { } random)
        {
            throw new EngineException(
                "LBFGSNeedsSameLoss",
                $"Layer '{random.Layer.Name}' ({random.Layer.Kind}) is random, but LBFGS compares the losses of different weights, which must not "
                + "depend on chance. Leave the layer out, or use another optimizer.");
        }
    }

    /// <summary>Takes an iteration.</summary>
    /// <param name="rate">The first trial step.</param>
    /// <param name="isDone">True to only evaluate where the weights are, since the iteration was done before.</param>
    /// <returns>False where the loss of the weights to start with is not finite.</returns>
    public bool Run(double rate, bool isDone)
    {
        _statistics.Read(_savedStatistics);
        if (!_isStarted)
        {
            // Running statistics see each iteration's evaluations, not this one, which is one more for every training.
            float[] x = new float[_weights.Length];
            _weights.Read(x);
            bool isFinite = _minimizer.Start(x);
            _statistics.Write(_savedStatistics);
            _isStarted = true;
            if (!isFinite)
            {
                return false;
            }
        }

        if (!isDone)
        {
            _minimizer.Iterate(rate);
        }

        return true;
    }

    /// <summary>Puts back the weights from before an iteration that was interrupted.</summary>
    public void Restore()
    {
        if (_isStarted)
        {
            _weights.Write(_minimizer.X);
        }

        _statistics.Write(_savedStatistics);
        _plan.OnParametersChanged(new Step { Rows = _plan.Batch, IsTraining = true, Pool = _pool });
    }

    /// <summary>Puts what was known of the curvature back.</summary>
    public void LoadSlots(IReadOnlyDictionary<string, Tensor> slots)
    {
        for (int i = 0; _weights.Load($"/s{i}", slots) is { } step && _weights.Load($"/y{i}", slots) is { } change; i++)
        {
            _minimizer.Memory.Add(step, change);
        }
    }

    /// <summary>What is known of the curvature, in the shapes of the weights: <c>/s0</c> and <c>/y0</c> are the oldest change.</summary>
    public Dictionary<string, Tensor> ReadSlots()
    {
        var slots = new Dictionary<string, Tensor>();
        for (int i = 0; i < _minimizer.Memory.Count; i++)
        {
            _weights.Save(_minimizer.Memory.GetStep(i), $"/s{i}", slots);
            _weights.Save(_minimizer.Memory.GetChange(i), $"/y{i}", slots);
        }

        return slots;
    }
}
