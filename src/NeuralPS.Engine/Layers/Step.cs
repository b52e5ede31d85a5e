using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>What an operation is told about the step it takes part in.</summary>
internal readonly struct Step
{
    /// <summary>The samples in this batch: at most the plan's batch size.</summary>
    public required int Rows { get; init; }

    /// <summary>True in training: dropout drops, statistics are those of the batch.</summary>
    public required bool IsTraining { get; init; }

    /// <summary>The threads to share the work with.</summary>
    public required WorkerPool Pool { get; init; }

    /// <summary>Who takes the gradients of streamed parameters; null to have them written to <see cref="Parameter.Gradient"/>.</summary>
    public IGradientConsumer? Consumer { get; init; }

    /// <summary>The seed of all randomness.</summary>
    public ulong Seed { get; init; }

    /// <summary>The epoch, from 1; with <see cref="Batch"/> the address of this step's random numbers.</summary>
    public int Epoch { get; init; }

    /// <summary>The batch within the epoch, from 0.</summary>
    public int Batch { get; init; }
}
