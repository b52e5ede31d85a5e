using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>Applies an activation a = g(z). The shape stays.</summary>
/// <param name="Activation">g, the activation.</param>
public sealed record ActivationLayer(Activation Activation) : Layer, IActivated
{
    /// <inheritdoc/>
    public override string Kind => "activation";

    /// <inheritdoc/>
    public override string Summary => Activation.Name;

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new ActivationOperation(this, context);
}
