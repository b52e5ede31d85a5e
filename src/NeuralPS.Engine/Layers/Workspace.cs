namespace NeuralPS.Engine.Layers;

/// <summary>Floats of an operation's own: masks, positions of maxima, transposed weights.</summary>
internal sealed unsafe class Workspace(long length)
{
    /// <summary>The number of floats.</summary>
    public long Length { get; } = length;

    /// <summary>The memory, zeros at first; assigned by the plan before the first step.</summary>
    public float* Data { get; set; }
}
