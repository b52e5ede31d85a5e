using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Layers;

/// <summary>What a layer is told when it is compiled.</summary>
internal sealed class CompileContext
{
    /// <summary>The values it reads, in order; one for most layers.</summary>
    public required Value[] Inputs { get; init; }

    /// <summary>The first value it reads.</summary>
    public Value Input => Inputs[0];

    /// <summary>The value it writes, laid out as its reader wants it.</summary>
    public required Value Output { get; init; }

    /// <summary>True when the plan also runs backwards.</summary>
    public required bool IsTraining { get; init; }

    /// <summary>True when the gradient of an input will be assigned: some operation before this one learns.</summary>
    public bool NeedsInputGradient { get; init; }

    /// <summary>True when what it reads comes from outside, and nothing else reads it.</summary>
    public bool IsOnlyReaderOfSamples { get; init; }

    /// <summary>
    /// True when what it writes, max(z, 0), is read by a maximum alone, which hands the gradient back to winners above 0 only: then the
    /// derivative of its own activation is already in what comes back.
    /// </summary>
    public bool ReaderDifferentiates { get; init; }

    /// <summary>True on the other side of this: what it reads is max(z, 0), whose derivative it applies on the way back.</summary>
    public bool DifferentiatesRectifier { get; init; }

    /// <summary>
    /// Lines and pixels of an output image that a gradient can come back to: pooling by 2 of 11 lines never looks at the last. Beyond them
    /// the gradient is 0.
    /// </summary>
    public (int Height, int Width) GradientExtent { get; init; }

    /// <summary>The place of the layer in the network: the address of its random numbers.</summary>
    public required int LayerIndex { get; init; }

    /// <summary>
    /// Replaces the layer's own activation: the following activation layer when the two are fused, or linear when the loss
    /// works on the values before the activation.
    /// </summary>
    public Activation? ActivationOverride { get; init; }

    /// <summary>Memory beyond values and parameters, reserved while compiling and assigned before the first step.</summary>
    public List<Workspace> Workspaces { get; } = [];

    /// <summary>Reserves <paramref name="length"/> floats of zeros for the operation.</summary>
    public Workspace Reserve(long length)
    {
        var workspace = new Workspace(length);
        Workspaces.Add(workspace);
        return workspace;
    }
}
