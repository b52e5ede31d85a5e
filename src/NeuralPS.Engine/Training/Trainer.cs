using System.Collections.Immutable;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Augmentation;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Training;

/// <summary>Trains networks. The network that comes in stays as it is; a new one comes out.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains a network for some epochs. One that was trained before continues exactly where it stopped, with the same
    /// optimizer state and random numbers, as long as seed, batch size and optimizer stay: five epochs and then five give the
    /// same bits as ten. The same seed gives the same bits on any number of threads.
    /// </summary>
    /// <param name="network">The network; missing weights are initialised by the seed.</param>
    /// <param name="dataset">The samples, with labels or targets.</param>
    /// <param name="options">How to train.</param>
    /// <param name="observer">Hears of batches and epochs, on this thread.</param>
    /// <param name="cancellation">Ends the training within a batch; the outcome then holds what was learned so far.</param>
    /// <exception cref="ShapeException">The data do not fit the network.</exception>
    /// <exception cref="EngineException">An option is out of range, or the network has nothing to learn.</exception>
    public static TrainingOutcome Train(
        Network network,
        Dataset dataset,
        TrainingOptions options,
        TrainingObserver? observer = null,
        CancellationToken cancellation = default)
    {
        options.Validate();
        ulong seed = options.Seed ?? network.State?.Seed ?? 0;
        (Dataset training, Dataset? validation) = SplitValidation(dataset, options, seed);
        Objective objective = ChooseObjective(network, training, options);
        using CheckpointRun? checkpoints = options.Checkpoints is null
            ? null
            : new CheckpointRun(
                options.Checkpoints,
                network,
                () => CheckpointSettings.Describe(network, dataset, options, objective.Losses, withContents: true),
                observer);
        if (checkpoints?.Resumed is { } resumed)
        {
            int? left = checkpoints.CountLeft(options.Epochs);
            observer?.OnMessage?.Invoke($"Training of '{network.Name}' {(left is null ? "is complete" : "continues")} after {checkpoints.Latest}.");
            if (left is null)
            {
                observer?.OnPlanned?.Invoke(Describe(network, dataset, options).NeededBytes);
                TrainingEnd end = resumed.State!.End ?? TrainingEnd.Completed;
                return new TrainingOutcome(resumed.WithEnd(end), end, resumed.State.CompletedEpochs, 0);
            }

            // What began with the training goes on; it does not begin again.
            network = resumed;
            options = options with { Epochs = left.Value, RestartsSchedule = false };
        }

        Network ready = network.Initialize(seed, onlyMissing: true);
        using var session = new TrainingSession(ready, training, validation, options, objective, seed, observer?.OnPlanned) { Checkpoints = checkpoints };
        return session.Run(observer, cancellation);
    }

    /// <summary>What a training with these options would take, without taking it.</summary>
    /// <exception cref="ShapeException">The data do not fit the network.</exception>
    public static TrainingPlan Describe(Network network, Dataset dataset, TrainingOptions options)
    {
        options.Validate();
        (Dataset training, Dataset? validation) = SplitValidation(dataset, options, options.Seed ?? network.State?.Seed ?? 0);
        Objective objective = ChooseObjective(network, training, options);
        int batch = ChooseBatch(options, training);
        using Plan plan = Plan.Describe(network, batch, isTraining: true, objective.Strips);
        Optimizer optimizer = ChooseOptimizer(network, options);
        long optimizerBytes = TrainingMemory.CountOptimizer(plan, optimizer);
        long copyBytes = TrainingMemory.CountCopies(plan, optimizer, ChooseAveraging(network, options) is not null);
        long needed = plan.Memory.Total + optimizerBytes + copyBytes;
        return new TrainingPlan(
            network,
            training.Count,
            validation?.Count ?? 0,
            batch,
            (training.Count + batch - 1) / batch,
            options.Epochs,
            objective.Losses.ToString(),
            optimizer,
            plan.Memory,
            optimizerBytes)
        {
            Schedule = options.Schedule ?? network.State?.Schedule ?? new ConstantSchedule(),
            CopyBytes = copyBytes,
            WindowBytes = TrainingMemory.ChooseWindow(training, validation, batch, IsShuffled(options, optimizer), needed).Bytes,
            Checkpoints = options.Checkpoints is not { } checkpoints ? null : new Lazy<string>(() => CheckpointOutlook.Describe(
                checkpoints,
                network,
                options.Epochs,
                CheckpointSettings.Describe(network, dataset, options, objective.Losses, withContents: false))),
        };
    }

    /// <summary>The optimizer that a training uses.</summary>
    internal static Optimizer ChooseOptimizer(Network network, TrainingOptions options) =>
        options.Optimizer ?? network.State?.Optimizer ?? OptimizerCatalog.Create("Adam");

    /// <summary>Whether samples are taken in another order than their own: LBFGS takes all of them for each step.</summary>
    internal static bool IsShuffled(TrainingOptions options, Optimizer optimizer) => options.Shuffle && optimizer is not LBFGS;

    /// <summary>How a training averages weights; null for not at all.</summary>
    internal static WeightAveraging? ChooseAveraging(Network network, TrainingOptions options) =>
        (options.Averaging ?? network.State?.Averaging?.Settings) is { Method: not AveragingMethod.None } averaging ? averaging : null;

    /// <summary>What augments the images of a training; null for nothing.</summary>
    /// <exception cref="EngineException">The samples are no images, are too small, or the optimizer needs them the same every time.</exception>
    internal static Augmenter? CreateAugmenter(Network network, Dataset dataset, TrainingOptions options, ulong seed)
    {
        if (options.Augmentation is not { } augmentation)
        {
            return null;
        }

        if (ChooseOptimizer(network, options) is LBFGS || network.Inputs.Length > 1)
        {
            throw new EngineException(
                "AugmentationDoesNotFit",
                network.Inputs.Length > 1
                    ? $"Network '{network.Name}' has {network.Inputs.Length} inputs; only the images of a single one can be augmented."
                    : "LBFGS follows one function over all samples, which an augmentation changes in every epoch. Use another optimizer, or leave it out.");
        }

        Shape shape = network.InputShape.IsImage ? network.InputShape : dataset.InputShape;
        augmentation.RequireFitting(shape, dataset.Name);
        return new Augmenter(augmentation, shape, seed);
    }

    /// <summary>The batch size that a training uses.</summary>
    internal static int ChooseBatch(TrainingOptions options, Dataset dataset) =>
        options.BatchSize == 0 ? dataset.Count : Math.Min(options.BatchSize, dataset.Count);

    /// <summary>The penalty on each of a plan's parameters: the layer's own, else the one for the whole network.</summary>
    internal static Penalty[] ChoosePenalties(Network network, Plan plan, Penalty general)
    {
        var byTensor = new Dictionary<string, Penalty>();
        foreach (FlatLayer layer in FlatLayer.List(network, out _))
        {
            Penalty own = layer.Layer switch
            {
                DenseLayer dense => dense.Penalty,
                ConvLayer conv => conv.Penalty,
                ConvTransposeLayer conv => conv.Penalty,
                _ => default,
            };
            foreach (ParameterSpecification parameter in layer.Layer.GetParameters(layer.InputShapes).Where(parameter => parameter.IsPenalised))
            {
                byTensor[$"{layer.Layer.Name}.{parameter.Role}"] = own.IsNone ? general : own;
            }
        }

        return [.. plan.Parameters.Select(parameter => byTensor.GetValueOrDefault(parameter.Name))];
    }

    private static (Dataset Training, Dataset? Validation) SplitValidation(Dataset dataset, TrainingOptions options, ulong seed)
    {
        if (options.ValidationFraction == 0)
        {
            return (dataset, options.ValidationDataset);
        }

        ImmutableArray<Dataset> parts = DatasetSplitter.Split(dataset, [1 - options.ValidationFraction], stratify: false, seed: seed);
        return (parts[0], parts[1]);
    }

    private static Objective ChooseObjective(Network network, Dataset dataset, TrainingOptions options)
    {
        NetworkChecks.RequireComplete(network);
        NetworkChecks.RequireInput(network, dataset);
        if (network.ParameterCount == 0)
        {
            throw new EngineException(
                "NothingToLearn", $"Network '{network.Name}' has no weights to learn. Add a layer, such as Add-DenseLayer, before training.");
        }

        CreateAugmenter(network, dataset, options, 0);
        return new Objective(network, dataset, options.Loss);
    }
}
