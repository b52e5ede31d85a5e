using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Gives samples another shape. The elements stay in their row-major order (height, width, channels): the same as that of
/// <see cref="FlattenLayer"/>, which it undoes.
/// </summary>
/// <param name="Target">
/// The shape that comes out, (features), (length, channels) or (height, width, channels); as many elements as the input.
/// </param>
public sealed record ReshapeLayer(Shape Target) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "reshape";

    /// <inheritdoc/>
    public override string Summary => $"to {Target}";

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input.Length == Target.Length
        ? Target
        : throw new ShapeException(
            "ReshapeLength",
            $"Reshape layer '{Name}' makes samples of shape {Target}, which have {Target.Length} elements, but its input has the shape "
            + $"{input} with {input.Length}. Give a shape whose dimensions multiply to {input.Length}.");

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Target.Rank > 3)
        {
            throw new EngineException(
                "ReshapeRank",
                $"Reshape layer '{Name}' has the shape {Target} of {Target.Rank} dimensions; it must have one, for flat samples, two, for "
                + "sequences of length and channels, or three, for images of height, width and channels.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new ReshapeOperation(context);
}
