using System.Runtime.CompilerServices;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training;

/// <summary>Runs a data set through a plan and compares the outputs with the targets, batch by batch.</summary>
internal sealed class Measurement
{
    private readonly Plan _plan;
    private readonly BatchLoader _loader;
    private readonly ObjectiveStep _objective;

    /// <summary>Shares a plan, and what feeds it, with a training.</summary>
    public Measurement(Plan plan, BatchLoader loader, ObjectiveStep objective)
    {
        _plan = plan;
        _loader = loader;
        _objective = objective;
    }

    /// <summary>Measures the plan's network on a data set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Evaluation Run(
        Dataset dataset, TargetSource[] targets, IReadOnlyList<Metric> metrics, WorkerPool pool, CancellationToken cancellation)
    {
        MetricAccumulator[] accumulators = [.. metrics.Select(metric => metric.CreateAccumulator())];
        var order = new NaturalOrder(dataset.Count);
        double sum = 0;
        for (int first = 0; first < dataset.Count; first += _plan.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(_plan.Batch, dataset.Count - first);
            var step = new Step { Rows = rows, IsTraining = false, Pool = pool };
            _loader.Load(dataset.Inputs, order, first, rows, pool, cancellation: cancellation);
            _plan.Forward(step);
            sum = _objective.Run(targets, _loader.Samples, rows, writeGradient: false, sum, pool);
            _objective.Count(metrics, accumulators);
        }

        return new Evaluation(sum / dataset.Count, MetricResults.Collect(metrics, accumulators), dataset.Count);
    }
}
