using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Augmentation;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Training;

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>Epochs to add, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples to a batch; 0 for all of them in one.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The update rule; null for the one that the network was trained with before, else Adam.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The loss, or those of several outputs; null for the one that the network was trained with before, else the one that the last layer and the data imply.</summary>
    public LossSet? Loss { get; init; }

    /// <summary>The metrics; null for accuracy with labels, RMSE with numbers.</summary>
    public IReadOnlyList<Metric>? Metrics { get; init; }

    /// <summary>The penalty on the weights of layers that have none of their own.</summary>
    public Penalty Penalty { get; init; }

    /// <summary>The largest Euclidean norm of the whole gradient; 0 for no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The largest absolute value of any element of the gradient; 0 for no limit.</summary>
    public double ClipValue { get; init; }

    /// <summary>True to take the samples in another random order in each epoch; those of data sets of more than 2^28 values in groups.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of shuffling, dropout and missing weights; null for the one of the training before, else 0.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Threads; 0 for as many as the process may use. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Data to measure after each epoch.</summary>
    public Dataset? ValidationDataset { get; init; }

    /// <summary>The fraction of the training data to hold out and measure instead, drawn by the seed; 0 for none.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>How the learning rate changes; null for the schedule of the training before, else none.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>True to begin the schedule with this training, even where it is the one of the training before.</summary>
    public bool RestartsSchedule { get; init; }

    /// <summary>Epochs without improvement after which to stop and restore the best weights; 0 for no early stopping.</summary>
    public int Patience { get; init; }

    /// <summary>By how much a value must be better than the best one to be an improvement for early stopping, at least 0.</summary>
    public double MinimumChange { get; init; }

    /// <summary>
    /// The column of the history that early stopping and plateau schedules go by, such as <c>ValidationLoss</c> or <c>Accuracy</c>;
    /// null for the one of the training before, else <c>ValidationLoss</c>, or <c>Loss</c> without validation data.
    /// </summary>
    public string? Monitor { get; init; }

    /// <summary>The time after which the training ends with the epoch it is in; null for no limit.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>
    /// How far the targets of cross-entropies are drawn from certainty, s: to (1 - s) y + s / K for K classes, or (1 - s) y + s / 2 for
    /// yes-or-no outputs; at least 0 and below 1. What is measured (validation, metrics) has the labels as they are.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How much the samples of each class count in the training loss; null where all count alike.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>Where the training is kept as it goes, to continue after whatever interrupts it; null for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>How weights are averaged; null for as in the training before, else not. The method None ends it.</summary>
    public WeightAveraging? Averaging { get; init; }

    /// <summary>What happens to the images before they are learned, drawn anew for each epoch; null for nothing.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="EngineException">A setting is out of range; names it.</exception>
    internal void Validate()
    {
        Require(Epochs >= 1, "Epoch", Epochs, "at least 1");
        Require(BatchSize >= 0, "BatchSize", BatchSize, "at least 1, or 0 for all samples in one batch");
        Require(ClipNorm >= 0 && double.IsFinite(ClipNorm), "ClipNorm", ClipNorm, "a finite number above 0, or 0 for no limit");
        Require(ClipValue >= 0 && double.IsFinite(ClipValue), "ClipValue", ClipValue, "a finite number above 0, or 0 for no limit");
        Require(Threads >= 0, "ThrottleLimit", Threads, "at least 1, or 0 for all processors");
        Require(
            ValidationFraction is >= 0 and < 1, "ValidationFraction", ValidationFraction, "at least 0 and below 1");
        if (ValidationFraction > 0 && ValidationDataset is not null)
        {
            throw new EngineException(
                "ValidationTwice", "Both a validation data set and a validation fraction are given. Give one of them.");
        }

        Require(LabelSmoothing is >= 0 and < 1, "LabelSmoothing", LabelSmoothing, "at least 0 and below 1");
        Augmentation?.Validate();
        Penalty.Validate("(all)");
        Optimizer?.Validate();
        Averaging?.Validate();
        Schedule?.Validate();
        Checkpoints?.Validate();
        Require(Patience >= 0, "Patience", Patience, "at least 1, or 0 for no early stopping");
        Require(MinimumChange >= 0 && double.IsFinite(MinimumChange), "MinimumChange", MinimumChange, "a finite number of at least 0");
        Require(MaxDuration is null || MaxDuration > TimeSpan.Zero, "MaxDuration", MaxDuration?.TotalSeconds ?? 0, "above 0 seconds");
        if (MinimumChange > 0 && Patience == 0)
        {
            throw new EngineException("PatienceMissing", "A minimum change is given without a patience. Early stopping needs -Patience.");
        }
    }

    private static void Require(bool condition, string name, double value, string range)
    {
        if (!condition)
        {
            throw new EngineException(name + "OutOfRange", $"{name} is {value}; it must be {range}.");
        }
    }
}
