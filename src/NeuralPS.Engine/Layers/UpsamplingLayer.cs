using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Enlarges images by a whole factor. Input (height, width, channels); output (factor * height, factor * width, channels). Sequences
/// of shape (length, channels) become (factor * length, channels).
/// </summary>
/// <param name="Factor">Lines and pixels of the output for each of the input.</param>
public sealed record UpsamplingLayer(int Factor) : Layer
{
    /// <summary>The largest factor.</summary>
    public const int MaximumFactor = 1024;

    /// <summary>What stands between the pixels of the input.</summary>
    public UpsamplingMethod Method { get; init; }

    /// <inheritdoc/>
    public override string Kind => "upsampling";

    /// <inheritdoc/>
    public override string Summary => $"{(Method == UpsamplingMethod.Nearest ? "nearest" : "bilinear")} {Factor}x{Factor}";

    /// <inheritdoc/>
    public override string GetSummary(Shape input) =>
        input.IsSequence ? $"{(Method == UpsamplingMethod.Nearest ? "nearest" : "linear")} {Factor}" : Summary;

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Upsampling layer", Name);
        long height = input.IsSequence ? 1 : (long)Factor * input.Height;
        return ImageSize.Create("Upsampling layer", Name, input, height, (long)Factor * input.Width);
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Factor is < 1 or > MaximumFactor)
        {
            throw new EngineException(
                "UpsamplingOutOfRange",
                $"Upsampling layer '{Name}' has the factor {Factor}; it must be a whole number from 1 to {MaximumFactor}.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => Method == UpsamplingMethod.Nearest
        ? new NearestUpsamplingOperation(this, context)
        : new BilinearUpsamplingOperation(this, context);
}

/// <summary>What stands between the pixels of an image that is enlarged.</summary>
public enum UpsamplingMethod
{
    /// <summary>The nearest pixel: each is repeated.</summary>
    Nearest,

    /// <summary>
    /// The weighted mean of the four nearest pixels, whose centres lie at half-integer places (align_corners = false elsewhere);
    /// beyond the outermost centres the outermost value. Linear between neighbours for sequences.
    /// </summary>
    Bilinear,
}
