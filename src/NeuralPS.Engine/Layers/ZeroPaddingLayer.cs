using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Puts lines and pixels of zeros around images, and channels of zeros behind theirs. Input (height, width, channels); output
/// (top + height + bottom, left + width + right, channels + more channels).
/// </summary>
/// <param name="Top">Lines above.</param>
/// <param name="Bottom">Lines below.</param>
/// <param name="Left">Pixels before each line.</param>
/// <param name="Right">Pixels behind each line.</param>
public sealed record ZeroPaddingLayer(int Top, int Bottom, int Left, int Right) : Layer
{
    /// <summary>Channels of zeros behind those of the image.</summary>
    public int Channels { get; init; }

    /// <inheritdoc/>
    public override string Kind => "padding";

    /// <inheritdoc/>
    public override string Summary => Channels == 0 ? Sides
        : (Top | Bottom | Left | Right) == 0 ? $"{Channels} channels"
        : $"{Sides}, {Channels} channels";

    private string Sides => $"top {Top}, bottom {Bottom}, left {Left}, right {Right}";

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Padding layer", Name);
        return ImageSize.Create(
            "Padding layer", Name, input, (long)Top + input[0] + Bottom, (long)Left + input[1] + Right, (long)input[2] + Channels);
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Top < 0 || Bottom < 0 || Left < 0 || Right < 0 || Channels < 0)
        {
            throw new EngineException(
                "PaddingOutOfRange",
                $"Padding layer '{Name}' has the sides {Sides} and {Channels} more channels; each must be at least 0. To take lines away use "
                + "a cropping layer.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new PlacementOperation(Top, Left, context);
}
