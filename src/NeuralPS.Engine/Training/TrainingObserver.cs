using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>Hears of a training as it goes, on the thread that trains.</summary>
public sealed class TrainingObserver
{
    /// <summary>The training is about to take so many bytes, without samples: <see cref="TrainingPlan.NeededBytes"/>.</summary>
    public Action<long>? OnPlanned { get; init; }

    /// <summary>A batch is done. Called after every batch: keep it cheap.</summary>
    public Action<BatchProgress>? OnBatch { get; init; }

    /// <summary>An epoch is done.</summary>
    public Action<EpochRecord>? OnEpoch { get; init; }

    /// <summary>A checkpoint is about to be written: what was heard of so far is not heard again by whoever continues from it.</summary>
    public Action? OnCheckpoint { get; init; }

    /// <summary>Asked after each epoch: true ends the training in good order, with the end <see cref="TrainingEnd.Stopped"/>.</summary>
    public Func<bool>? IsStopRequested { get; init; }

    /// <summary>Something that the user should know; the training goes on.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Something that a user who wants details may like to know.</summary>
    public Action<string>? OnMessage { get; init; }
}

/// <summary>Where a training is.</summary>
/// <param name="Epoch">The epoch, from 1, over all trainings of the network.</param>
/// <param name="Batch">The batch that was just done, from 1.</param>
/// <param name="Batches">Batches in the epoch.</param>
/// <param name="MeanLoss">The mean loss over the epoch so far.</param>
public readonly record struct BatchProgress(int Epoch, int Batch, int Batches, double MeanLoss)
{
    /// <summary>The mean loss over the batch alone, before its update; not a number where an optimizer goes by all samples at once.</summary>
    public double BatchLoss { get; init; } = double.NaN;
}
