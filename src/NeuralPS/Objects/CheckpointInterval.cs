namespace NeuralPS;

/// <summary>The interval between checkpoints of a training: epochs or time.</summary>
public sealed class CheckpointInterval
{
    /// <summary>An interval in epochs.</summary>
    public CheckpointInterval(int epochs) => Epochs = epochs;

    /// <summary>An interval in time.</summary>
    public CheckpointInterval(TimeSpan time) => Time = time;

    /// <summary>Epochs, or null.</summary>
    public int? Epochs { get; }

    /// <summary>The time, or null.</summary>
    public TimeSpan? Time { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Time is { } time ? time.ToString("c") : FormattableString.Invariant($"{Epochs} epoch{(Epochs == 1 ? "" : "s")}");
}
