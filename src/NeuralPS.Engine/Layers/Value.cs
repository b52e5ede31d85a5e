using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// What flows between two operations of a plan: activations, and in training their gradients in the same layout. The memory
/// belongs to the plan, starts as zeros, and is assigned before the first step.
/// </summary>
internal sealed unsafe class Value(Layout layout, Shape shape)
{
    /// <summary>Where the elements lie.</summary>
    public Layout Layout { get; } = layout;

    /// <summary>The shape of one sample as users see it.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The activations, <see cref="Tensors.Layout.Length"/> floats.</summary>
    public float* Data { get; set; }

    /// <summary>Set by the operation that can read samples where they lie; null where they have to be copied into <see cref="Data"/>.</summary>
    public SampleRows? Samples { get; set; }

    /// <summary>The gradient of the loss with respect to <see cref="Data"/>; null where nobody needs it.</summary>
    public float* Gradient { get; set; }
}
