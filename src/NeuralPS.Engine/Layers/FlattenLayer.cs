using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>Turns any shape into a flat one: (height, width, channels) becomes (height * width * channels), row-major.</summary>
public sealed record FlattenLayer : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => new(input.Length);

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) =>
        new ReshapeOperation(context);
}
