using System.Collections.Immutable;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// What training further needs to continue exactly where it stopped, even within an epoch. Random numbers are addressed by
/// seed, epoch and batch, so that no generator has to be stored.
/// </summary>
public sealed record TrainingState
{
    /// <summary>The seed of shuffling and dropout.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Epochs that are complete.</summary>
    public required int CompletedEpochs { get; init; }

    /// <summary>Batches done of the epoch after those, 0 unless the training was interrupted.</summary>
    public int CompletedBatches { get; init; }

    /// <summary>What those batches came to; null at the end of an epoch.</summary>
    public EpochSums? Sums { get; init; }

    /// <summary>Why the training ended; null for one that was cut off, as a checkpoint shows it.</summary>
    public TrainingEnd? End { get; init; }

    /// <summary>Updates of the weights so far.</summary>
    public required long UpdateCount { get; init; }

    /// <summary>The batch size.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The optimizer.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The optimizer's state arrays by tensor name and slot, such as <c>dense1.weight/0</c>, in the tensors' shapes.</summary>
    public required ImmutableDictionary<string, Tensor> Slots { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Epochs that were complete when the schedule began.</summary>
    public int ScheduleStart { get; init; }

    /// <summary>What a plateau schedule remembers; null for other schedules.</summary>
    public PlateauState? Plateau { get; init; }

    /// <summary>Where weight averaging is; null without it.</summary>
    public AveragingState? Averaging { get; init; }

    /// <summary>What early stopping remembers; null without it.</summary>
    public EarlyStoppingState? EarlyStopping { get; init; }

    /// <summary>The column of the history that those two go by; null without them.</summary>
    public string? Monitor { get; init; }
}
