using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Puts lines and pixels of zeros around images, and channels of zeros behind theirs. Input (height, width, channels); output
/// (top + height + bottom, left + width + right, channels + more channels). Sequences, (length, channels), get zeros at both ends.
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
    public override string Summary => Describe(Sides);

    private string Sides => $"top {Top}, bottom {Bottom}, left {Left}, right {Right}";

    /// <inheritdoc/>
    public override string GetSummary(Shape input) => Describe(input.IsSequence ? $"left {Left}, right {Right}" : Sides);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Padding layer", Name);
        SequenceSides.Require(input, Top, Bottom, Left, Right, "Padding layer", Name);
        long height = input.IsSequence ? 1 : (long)Top + input.Height + Bottom;
        return ImageSize.Create("Padding layer", Name, input, height, (long)Left + input.Width + Right, (long)input.Channels + Channels);
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
    internal override Operation Compile(CompileContext context) =>
        new PlacementOperation(context.Input.Shape.IsSequence ? 0 : Top, Left, context);

    private string Describe(string sides) => Channels == 0 ? sides
        : (Top | Bottom | Left | Right) == 0 ? $"{Channels} channels"
        : $"{sides}, {Channels} channels";
}
