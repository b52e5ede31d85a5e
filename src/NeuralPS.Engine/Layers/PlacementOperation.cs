using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y(oy, ox) = x(oy - top, ox - left) where the image has such a pixel, else 0: zero padding, and with negative numbers cropping.
/// Backwards the same with the opposite numbers.
/// </summary>
internal sealed unsafe class PlacementOperation(int top, int left, CompileContext context) : PlaneOperation(context)
{
    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane) =>
        Place(input, Input.Layout, output, Output.Layout, top, left);

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane) =>
        Place(outputGradient, Output.Layout, inputGradient, Input.Layout, -top, -left);

    // The border is written every time: the memory belonged to other values in between.
    private static void Place(float* source, in Layout from, float* target, in Layout to, int top, int left)
    {
        int first = Math.Clamp(left, 0, to.Width);
        int end = Math.Clamp(left + from.Width, first, to.Width);
        for (int y = 0; y < to.Height; y++)
        {
            var line = new Span<float>(target + ((long)y * to.LineStride), to.Width * Layout.BlockSize);
            int sourceLine = y - top;
            if (sourceLine < 0 || sourceLine >= from.Height)
            {
                line.Clear();
                continue;
            }

            line[..(first * Layout.BlockSize)].Clear();
            new ReadOnlySpan<float>(
                source + ((long)sourceLine * from.LineStride) + ((first - left) * Layout.BlockSize), (end - first) * Layout.BlockSize)
                .CopyTo(line[(first * Layout.BlockSize)..]);
            line[(end * Layout.BlockSize)..].Clear();
        }
    }
}
