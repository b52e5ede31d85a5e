using NeuralPS.Engine.Data;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Engine.Training;

/// <summary>
/// The learning-rate range test (Smith, 2017): trains a copy of a network while the rate rises exponentially from update to update, and
/// reads from the losses which rate learns fastest.
/// </summary>
public static class LearningRateSearch
{
    /// <summary>Sweeps the learning rate. The network stays as it is; the same seed gives the same bits on any number of threads.</summary>
    /// <param name="network">The network; missing weights are initialised by the seed. The optimizer begins anew.</param>
    /// <param name="dataset">The samples, with labels or targets.</param>
    /// <param name="options">Optimizer, loss, batch size, seed and threads, and what else shapes an update; the rest does not matter.</param>
    /// <param name="minimum">The first rate, above 0.</param>
    /// <param name="maximum">The last rate, above the first.</param>
    /// <param name="steps">Updates, at least 10; samples are taken again where there are fewer batches.</param>
    /// <param name="onStep">Hears of each update and its number, from 1, on this thread.</param>
    /// <param name="cancellation">Ends the sweep within a batch; the result then holds what was found so far.</param>
    /// <exception cref="ShapeException">The data do not fit the network.</exception>
    /// <exception cref="EngineException">
    /// <c>OptimizerHasNoSweep</c>: the optimizer has no rate to sweep in batches; <c>LearningRateRange</c>; <c>StepCountOutOfRange</c>;
    /// an option is out of range, or the network has nothing to learn.
    /// </exception>
    public static LearningRateResult Run(
        Network network,
        Dataset dataset,
        TrainingOptions options,
        double minimum = 1e-7,
        double maximum = 10,
        int steps = 100,
        Action<int, LearningRateRecord>? onStep = null,
        CancellationToken cancellation = default)
    {
        Require(minimum, maximum, steps);
        Optimizer optimizer = Trainer.ChooseOptimizer(network, options);
        RequireSweep(optimizer);
        int batch = Trainer.ChooseBatch(options, dataset);
        int batches = (dataset.Count + batch - 1) / batch;
        var schedule = new SweepSchedule { Ratio = maximum / minimum, Steps = steps, Batches = batches };
        var curve = new LearningRateCurve(steps);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var observer = new TrainingObserver
        {
            OnBatch = progress =>
            {
                int step = curve.Records.Count;
                curve.Add(minimum * schedule.GetStepFactor(step), progress.BatchLoss);
                onStep?.Invoke(step + 1, curve.Records[step]);
                if (curve.HasDiverged || step + 1 == steps)
                {
                    stop.Cancel();
                }
            },
        };
        TrainingOutcome outcome = Trainer.Train(
            Detach(network),
            dataset,
            options with
            {
                Optimizer = optimizer with { LearningRate = minimum },
                Schedule = schedule,
                Epochs = (steps + batches - 1) / batches,
                Seed = options.Seed ?? network.State?.Seed,
                Metrics = [],
                Patience = 0,
                MinimumChange = 0,
                Monitor = null,
                MaxDuration = null,
                ValidationDataset = null,
                ValidationFraction = 0,
                Checkpoints = null,
                Averaging = null,
            },
            observer,
            stop.Token);
        return curve.Finish(
            curve.HasDiverged ? LearningRateEnd.Diverged
            : outcome.End == TrainingEnd.Diverged ? LearningRateEnd.NotFinite
            : curve.Records.Count == steps ? LearningRateEnd.Completed
            : LearningRateEnd.Cancelled);
    }

    /// <summary>The network as a training would begin with it, without moments, schedules and counts of the one before.</summary>
    private static Network Detach(Network network) => network.WithTraining(
        network.State?.Averaging?.RawWeights ?? network.Weights, null, [], network.Losses, network.ClassNames, network.Schema);

    private static void RequireSweep(Optimizer optimizer)
    {
        if (optimizer is LBFGS or PerceptronRule)
        {
            throw new EngineException(
                "OptimizerHasNoSweep",
                optimizer is LBFGS
                    ? "LBFGS goes by all samples at once and finds the length of its steps itself: there is no learning rate to sweep over batches. "
                        + "Use it as it is, or give another optimizer, such as -Optimizer Adam."
                    : "The learning rate of the perceptron rule changes only the scale of the weights, not what is learned: there is nothing to find. "
                        + "Use it as it is, or give another optimizer, such as -Optimizer SGD.");
        }
    }

    private static void Require(double minimum, double maximum, int steps)
    {
        if (!(minimum > 0 && double.IsFinite(maximum / minimum) && maximum > minimum))
        {
            throw new EngineException(
                "LearningRateRange",
                FormattableString.Invariant($"The learning rate is to rise from {minimum} to {maximum}. ")
                + "Give a minimum above 0 and a maximum above the minimum, such as 1e-7 and 10.");
        }

        if (steps < 10)
        {
            throw new EngineException("StepCountOutOfRange", FormattableString.Invariant($"The step count is {steps}; it must be at least 10."));
        }
    }
}
