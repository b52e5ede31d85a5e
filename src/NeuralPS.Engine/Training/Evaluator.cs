using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>Says how good networks are.</summary>
public static class Evaluator
{
    /// <summary>Measures a network.</summary>
    /// <param name="network">The network, initialised.</param>
    /// <param name="dataset">The data, with labels or targets.</param>
    /// <param name="loss">The loss; null for the network's own or the implied one.</param>
    /// <param name="metrics">The metrics; null for accuracy with labels, RMSE with numbers.</param>
    /// <param name="threads">Threads; 0 for as many as the process may use.</param>
    /// <param name="cancellation">Ends the measuring with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ShapeException">The data do not fit the network.</exception>
    public static Evaluation Measure(
        Network network,
        Dataset dataset,
        LossSet? loss = null,
        IReadOnlyList<Metric>? metrics = null,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        NetworkChecks.RequireReady(network);
        NetworkChecks.RequireInput(network, dataset);
        var objective = new Objective(network, dataset, loss);
        TargetSource[] targets = objective.CreateTargets(dataset);
        metrics = objective.ChooseMetrics(metrics, targets, dataset);
        int batch = InferenceBatch.Choose(network, Math.Min(dataset.Count, InferenceBatch.Usual));
        using Plan plan = Plan.Create(network, batch, isTraining: false, objective.Strips);
        using var pool = new WorkerPool(ThreadChoice.Choose(threads, network.MultiplyAdds, batch));
        plan.LoadWeights(network.Weights);
        plan.OnParametersChanged(new Step { Rows = batch, IsTraining = false, Pool = pool });
        var window = SampleWindow.Create(TrainingMemory.ChooseWindow(dataset, null, batch, isShuffled: false, plan.Memory.Total));
        var measurement = new Measurement(plan, new BatchLoader(plan.Inputs, window: window), new ObjectiveStep(plan, objective));
        return measurement.Run(dataset, targets, metrics, pool, cancellation);
    }
}
