using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>The four sides of an image where a sequence has two ends.</summary>
internal static class SequenceSides
{
    /// <summary>Throws where a sequence meets lines above or below, unless one number stands for all sides.</summary>
    public static void Require(Shape input, int top, int bottom, int left, int right, string kind, string name)
    {
        bool isUniform = top == left && bottom == left && right == left;
        if (input.IsSequence && (top != 0 || bottom != 0) && !isUniform)
        {
            throw new ShapeException(
                "SequenceHasNoLines",
                $"{kind} '{name}' has {top} lines above and {bottom} below, but its input is a sequence of shape {input} (length x channels), "
                + $"which has no lines. Use left and right for its ends, or give images a channel dimension: {input}x1.");
        }
    }
}
