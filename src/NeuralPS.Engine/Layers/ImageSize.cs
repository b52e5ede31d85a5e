using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>The shapes of images and sequences that layers enlarge, within the limits of a shape.</summary>
internal static class ImageSize
{
    /// <summary>The shape of a layer's output, or an error that names the layer.</summary>
    /// <param name="kind">What the layer is called in messages.</param>
    /// <param name="name">The name of the layer.</param>
    /// <param name="input">The shape of its input: (height, width, channels) or (length, channels).</param>
    /// <param name="height">Lines of the output; 1 for sequences.</param>
    /// <param name="width">Pixels of a line of the output.</param>
    /// <param name="channels">Channels of the output; null for those of the input.</param>
    /// <exception cref="ShapeException">The output has more elements than a shape can have.</exception>
    public static Shape Create(string kind, string name, Shape input, long height, long width, long? channels = null)
    {
        long depth = channels ?? input.Channels;
        return (Int128)height * width * depth <= int.MaxValue
            ? input.WithSizes((int)height, (int)width, (int)depth)
            : throw new ShapeException(
                "OutputTooLarge",
                $"{kind} '{name}' would make {(input.IsSequence ? "" : $"{height}x")}{width}x{depth} of its input of shape {input}, which "
                + $"is more than {int.MaxValue} elements. Use smaller settings or a smaller input.");
    }
}
