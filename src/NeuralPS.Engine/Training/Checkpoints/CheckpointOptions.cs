namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>Where a training keeps checkpoints, how often and how many.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The folder; it is created where there is none. Files in it that are no checkpoints of the training stay as they are.</summary>
    public required string Folder { get; init; }

    /// <summary>Epochs between two checkpoints, at least 1; 0 to go by the time.</summary>
    public int EpochInterval { get; init; } = 1;

    /// <summary>The time between two checkpoints, also within an epoch; null to go by epochs.</summary>
    public TimeSpan? TimeInterval { get; init; }

    /// <summary>How many of the latest to keep besides the best one, at least 1.</summary>
    public int Count { get; init; } = 3;

    /// <summary>
    /// True to continue from the latest one, to the same bits as if the training had never been interrupted, and to begin where there is
    /// none. The epochs of the options are then those of the whole training.
    /// </summary>
    public bool Resumes { get; init; }

    /// <summary>
    /// False to write none at the end of a training that was complete before the first was due, and to make no folder for it: for whoever
    /// keeps the result elsewhere, would rather do such a training again, and lets no other use the folder meanwhile.
    /// </summary>
    public bool KeepsShort { get; init; } = true;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="EngineException">A setting is out of range; names it.</exception>
    internal void Validate()
    {
        if (EpochInterval < 0 || (EpochInterval == 0) != (TimeInterval is not null) || TimeInterval <= TimeSpan.Zero)
        {
            throw new EngineException(
                "CheckpointEveryOutOfRange", "The interval between checkpoints must be a number of epochs of at least 1, or a time above 0.");
        }

        if (Count < 1)
        {
            throw new EngineException("CheckpointCountOutOfRange", $"CheckpointCount is {Count}; it must be at least 1.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"every {TimeInterval?.ToString() ?? (EpochInterval == 1 ? "epoch" : FormattableString.Invariant($"{EpochInterval} epochs"))}, "
        + $"the last {(Count == 1 ? "one" : Count)} and the best are kept in '{Folder}'";
}
