using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Training;

/// <summary>What a training would do and take: for a look before it starts.</summary>
/// <param name="Network">The network.</param>
/// <param name="TrainingSamples">Samples to learn from.</param>
/// <param name="ValidationSamples">Samples to measure after each epoch; 0 for none.</param>
/// <param name="BatchSize">Samples to a batch.</param>
/// <param name="BatchesPerEpoch">Batches to an epoch.</param>
/// <param name="Epochs">Epochs to add.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Optimizer">The update rule.</param>
/// <param name="Memory">Memory of the plan, in bytes.</param>
/// <param name="OptimizerBytes">Memory of the optimizer's state, in bytes.</param>
public sealed record TrainingPlan(
    Network Network,
    int TrainingSamples,
    int ValidationSamples,
    int BatchSize,
    int BatchesPerEpoch,
    int Epochs,
    string Loss,
    Optimizer Optimizer,
    PlanMemory Memory,
    long OptimizerBytes)
{
    /// <summary>How the learning rate changes.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Memory of the weights and the optimizer's state as epochs leave them, in bytes.</summary>
    public long CopyBytes { get; init; }

    /// <summary>Memory of the samples that are read ahead from files, in bytes; 0 where all are in memory.</summary>
    public long WindowBytes { get; init; }

    /// <summary>What happens with checkpoints, in words, once somebody asks: that looks into their folder. Null without them.</summary>
    public Lazy<string>? Checkpoints { get; init; }

    /// <summary>Memory without samples, in bytes: the same on every machine.</summary>
    public long NeededBytes => Memory.Total + OptimizerBytes + CopyBytes;

    /// <summary>Memory in all, in bytes, without data that are in memory before.</summary>
    public long TotalBytes => NeededBytes + WindowBytes;

    /// <summary>Multiplications with addition in all: once forwards and about twice backwards for each sample and epoch.</summary>
    public double MultiplyAdds => 3.0 * Network.MultiplyAdds * TrainingSamples * Epochs;
}
