using NeuralPS.Engine.Data;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training;

/// <summary>What a training takes in memory beside its plan, in bytes.</summary>
internal static class TrainingMemory
{
    /// <summary>The optimizer's state, for the weights that it updates.</summary>
    public static long CountOptimizer(Plan plan, Optimizer optimizer) =>
        plan.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.PackedLength)
        * sizeof(float) * optimizer.ArrayCount;

    /// <summary>
    /// Weights and optimizer's state as each epoch leaves them, to go back to and to continue from: those of the epoch before are there
    /// until those of the next one, or the network that comes out, are complete.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="isAveraged">True for averages beside the weights: as they form, and in each of the two copies.</param>
    public static long CountCopies(Plan plan, Optimizer optimizer, bool isAveraged) =>
        (2 * (plan.Memory.Parameters + CountOptimizer(plan, optimizer))) + (isAveraged ? 3 * plan.Memory.Parameters : 0);

    /// <summary>The window for samples of files: what is free beside the training itself, and no more than it takes.</summary>
    /// <param name="training">The samples.</param>
    /// <param name="validation">Those to validate; null for none.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="isShuffled">Whether they are taken in another order than their own.</param>
    /// <param name="needed">What the training takes, in bytes.</param>
    public static WindowSize ChooseWindow(Dataset training, Dataset? validation, int batch, bool isShuffled, long needed) =>
        WindowSize.Choose(training.Inputs, batch, isShuffled, validation?.Inputs, MemoryLimit.GetFree() - needed);
}
