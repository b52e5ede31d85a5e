namespace NeuralPS.Engine.Networks;

/// <summary>What a plan takes in memory, in bytes.</summary>
/// <param name="Parameters">Weights, in the layout of their kernels.</param>
/// <param name="Gradients">Gradients of the weights.</param>
/// <param name="Activations">Activations and their gradients for one batch.</param>
/// <param name="Workspace">Masks, transposed weights and other memory of operations.</param>
public sealed record PlanMemory(long Parameters, long Gradients, long Activations, long Workspace)
{
    /// <summary>The sum.</summary>
    public long Total => Parameters + Gradients + Activations + Workspace;
}
