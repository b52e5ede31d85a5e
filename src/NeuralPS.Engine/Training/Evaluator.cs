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
        Loss? loss = null,
        IReadOnlyList<Metric>? metrics = null,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        NetworkChecks.RequireReady(network);
        NetworkChecks.RequireInput(network, dataset);
        loss ??= LossChoice.ChooseLoss(network, dataset);
        LossHead head = LossHead.Resolve(network, loss);
        var source = new TargetSource(dataset, network, loss);
        metrics ??= MetricCatalog.Default(source.IsClassification);
        LossChoice.RequireFitting(metrics, source.IsClassification, dataset);
        int batch = InferenceBatch.Choose(network, Math.Min(dataset.Count, InferenceBatch.Usual));
        using Plan plan = Plan.Create(network, batch, isTraining: false, [head.Strips]);
        using var pool = new WorkerPool(ThreadChoice.Choose(threads, network.MultiplyAdds * batch));
        plan.LoadWeights(network.Weights);
        plan.OnParametersChanged(new Step { Rows = batch, IsTraining = false, Pool = pool });
        var measurement = new Measurement(plan, new BatchLoader(plan.Inputs), new LossStep(plan.Outputs[^1], loss, head.Activation));
        return measurement.Run(dataset, source, metrics, pool, cancellation);
    }
}
