using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training;

/// <summary>The function that is differentiated: the mean loss of the batch, plus penalties.</summary>
internal sealed class GradientCheckFunction
{
    private readonly Plan _plan;
    private readonly Dataset _dataset;
    private readonly TargetSource[] _targets;
    private readonly ObjectiveStep _objective;
    private readonly Penalty[] _penalties;
    private readonly Step _step;
    private readonly int[] _samples;

    /// <summary>Loads the samples.</summary>
    public GradientCheckFunction(Plan plan, Dataset dataset, Objective objective, Penalty[] penalties, ulong seed, WorkerPool pool)
    {
        _plan = plan;
        _dataset = dataset;
        _targets = objective.CreateTargets(dataset);
        _objective = new ObjectiveStep(plan, objective);
        _penalties = penalties;
        // The same address for every evaluation: dropout drops the same elements.
        _step = new Step { Rows = dataset.Count, IsTraining = true, Pool = pool, Seed = seed, Epoch = 1 };
        var loader = new BatchLoader(plan.Inputs);
        loader.Load(dataset.Inputs, new NaturalOrder(dataset.Count), 0, dataset.Count, pool);
        _samples = loader.Samples;
    }

    /// <summary>Tells the plan that its weights have changed.</summary>
    public void Refresh() => _plan.OnParametersChanged(_step);

    /// <summary>The value for the weights that the plan holds.</summary>
    /// <param name="withGradient">True to leave the gradient of the loss, without penalties, in the plan.</param>
    public double Evaluate(bool withGradient)
    {
        Refresh();
        _plan.Forward(_step);
        double loss = _objective.Run(_targets, _samples, _dataset.Count, withGradient, 0, _step.Pool) / _dataset.Count;
        foreach (SparsityTerm sparsity in _plan.SparsityTerms)
        {
            sparsity.StartGathering();
            sparsity.Gather(_dataset.Count);
            sparsity.EndGathering();
            loss += sparsity.Penalty;
        }

        if (withGradient)
        {
            _plan.Backward(_step);
        }

        return loss + PenaltySum.Measure(_plan.Parameters, _penalties);
    }
}
