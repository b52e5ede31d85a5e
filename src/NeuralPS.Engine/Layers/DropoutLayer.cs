using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// In training sets each element to zero with probability <paramref name="Rate"/> and multiplies the others by
/// 1 / (1 - rate); otherwise does nothing. The shape stays. Spatial dropout does so with whole channels of an image or a
/// sequence.
/// </summary>
/// <param name="Rate">The probability, at least 0 and below 1.</param>
public sealed record DropoutLayer(double Rate) : Layer
{
    /// <summary>True to drop whole channels of images or sequences, all pixels of a channel together.</summary>
    public bool IsSpatial { get; init; }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override string Summary => FormattableString.Invariant($"rate {Rate}") + (IsSpatial ? ", spatial" : "");

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        if (IsSpatial)
        {
            Window.RequireImage(input, "Spatial dropout layer", Name);
        }

        return input;
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (!(Rate >= 0 && Rate < 1))
        {
            throw new EngineException(
                "DropoutRateOutOfRange",
                FormattableString.Invariant($"Dropout layer '{Name}' has the rate {Rate}; it must be at least 0 and below 1."));
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new DropoutOperation(this, context);
}
