using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Cuts lines and pixels off images. Input (height, width, channels); output
/// (height - top - bottom, width - left - right, channels). Of sequences, (length, channels), it cuts elements off both ends.
/// </summary>
/// <param name="Top">Lines cut off above.</param>
/// <param name="Bottom">Lines cut off below.</param>
/// <param name="Left">Pixels cut off at the beginning of each line.</param>
/// <param name="Right">Pixels cut off at the end of each line.</param>
public sealed record CroppingLayer(int Top, int Bottom, int Left, int Right) : Layer
{
    /// <inheritdoc/>
    public override string Kind => "cropping";

    /// <inheritdoc/>
    public override string Summary => $"top {Top}, bottom {Bottom}, left {Left}, right {Right}";

    /// <inheritdoc/>
    public override string GetSummary(Shape input) => input.IsSequence ? $"left {Left}, right {Right}" : Summary;

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Cropping layer", Name);
        SequenceSides.Require(input, Top, Bottom, Left, Right, "Cropping layer", Name);
        long height = input.IsSequence ? 1 : (long)input.Height - Top - Bottom;
        long width = (long)input.Width - Left - Right;
        return height >= 1 && width >= 1
            ? input.WithSizes((int)height, (int)width, input.Channels)
            : throw new ShapeException(
                "NothingLeft",
                $"Cropping layer '{Name}' ({GetSummary(input)}) leaves nothing of its input of shape {input}: {Math.Max(height, 0)} lines of "
                + $"{Math.Max(width, 0)} pixels. Cut off less than {input.Height} lines and {input.Width} pixels in all.");
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Top < 0 || Bottom < 0 || Left < 0 || Right < 0)
        {
            throw new EngineException(
                "CroppingOutOfRange", $"Cropping layer '{Name}' has the sides {Summary}; each must be at least 0. To add lines use a padding layer.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) =>
        new PlacementOperation(context.Input.Shape.IsSequence ? 0 : -Top, -Left, context);
}
