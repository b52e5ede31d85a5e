using System.Runtime.CompilerServices;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>Compares all outputs of a batch with their targets, one after the other, and adds the losses up.</summary>
internal sealed class ObjectiveStep
{
    private readonly LossStep[] _steps;

    /// <summary>Prepares for a plan.</summary>
    public ObjectiveStep(Plan plan, Objective objective) => _steps =
        [.. objective.Parts.Select((part, i) => new LossStep(plan.Outputs[i], part.Loss, part.Head.Activation, part.Weight))];

    /// <summary>True when some sample of the last batch had a gradient other than zero.</summary>
    public bool HasCorrection => Array.Exists(_steps, step => step.HasCorrection);

    /// <summary>Compares a batch.</summary>
    /// <param name="targets">The targets for each output.</param>
    /// <param name="samples">The rows of the data set that the batch has; they must stay until its metrics are counted.</param>
    /// <param name="rows">Rows in the batch.</param>
    /// <param name="writeGradient">True to write the gradients of the batch's mean loss.</param>
    /// <param name="sum">The sum of the losses of the rows before.</param>
    /// <param name="pool">The threads.</param>
    /// <returns>The sum with the losses of these rows, added one by one: it does not depend on the cut into batches.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Run(TargetSource[] targets, int[] samples, int rows, bool writeGradient, double sum, WorkerPool pool)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            _steps[i].Run(targets[i], samples, rows, writeGradient, pool);
        }

        for (int row = 0; row < rows; row++)
        {
            double loss = _steps[0].GetLoss(row);
            for (int i = 1; i < _steps.Length; i++)
            {
                loss += _steps[i].GetLoss(row);
            }

            sum += loss;
        }

        return sum;
    }

    /// <summary>Counts the metrics of the batch that was compared last, in order of its rows.</summary>
    /// <param name="metrics">The metrics, as the objective chose them.</param>
    /// <param name="accumulators">Their accumulators.</param>
    public void Count(IReadOnlyList<Metric> metrics, MetricAccumulator[] accumulators)
    {
        for (int i = 0; i < accumulators.Length; i++)
        {
            _steps[metrics[i] is OutputMetric metric ? metric.Part : 0].Count(accumulators[i]);
        }
    }
}
