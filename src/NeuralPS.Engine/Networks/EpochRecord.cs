using System.Collections.Immutable;

namespace NeuralPS.Engine.Networks;

/// <summary>What one epoch of training came to.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch, from 1, over all trainings of the network.</summary>
    public required int Epoch { get; init; }

    /// <summary>The mean loss over the training samples while they were learned, without penalties.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// What penalties add to the loss that training minimises: those on weights (L1, L2) at the end of the epoch, those on mean
    /// activations as a mean over its batches; 0 without penalties.
    /// </summary>
    public double Penalty { get; init; }

    /// <summary>The mean loss over the validation samples after the epoch; NaN without validation data.</summary>
    public double ValidationLoss { get; init; } = double.NaN;

    /// <summary>The metrics over the training samples while they were learned, by name.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>The metrics over the validation samples after the epoch, by name without prefix; empty without validation data.</summary>
    public ImmutableArray<KeyValuePair<string, double>> ValidationMetrics { get; init; } = [];

    /// <summary>The learning rate at the end of the epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Training samples per second, validation not counted.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>The time that the epoch took, validation included.</summary>
    public TimeSpan Duration { get; init; }
}
