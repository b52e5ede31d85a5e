using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// In training adds a normally distributed random number of mean 0 to each element; otherwise does nothing. The shape stays.
/// </summary>
/// <param name="StandardDeviation">The standard deviation of the numbers, at least 0.</param>
public sealed record NoiseLayer(double StandardDeviation) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "noise";

    /// <inheritdoc/>
    public override string Summary => FormattableString.Invariant($"standard deviation {StandardDeviation}");

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (!(StandardDeviation >= 0 && StandardDeviation <= float.MaxValue))
        {
            throw new EngineException(
                "NoiseOutOfRange",
                FormattableString.Invariant($"Noise layer '{Name}' has the standard deviation {StandardDeviation}; ")
                + "it must be a finite number, at least 0.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new NoiseOperation(this, context);
}
