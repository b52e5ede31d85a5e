using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y(oy, ox, c) = x(oy - top, ox - left, c) where the image has such a pixel and channel, else 0: zero padding, and with negative
/// numbers cropping. The output may have more channels than the input. Backwards the same with the opposite numbers.
/// </summary>
internal sealed unsafe class PlacementOperation(int top, int left, CompileContext context) : PlaneOperation(context)
{
    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        Place(input, Input.Layout, output, Output.Layout, top, left);
        if (IsLastBlock(plane))
        {
            for (int block = Input.Layout.Blocks; block < Output.Layout.Blocks; block++)
            {
                output += Output.Layout.BlockStride;
                Clear(output, Output.Layout);
            }
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        Place(outputGradient, Output.Layout, inputGradient, Input.Layout, -top, -left);
        int used = Input.Layout.Channels % Layout.BlockSize;
        if (used != 0 && Output.Layout.Channels > Input.Layout.Channels && IsLastBlock(plane))
        {
            ClearUnusedLanes(inputGradient, used);
        }
    }

    private bool IsLastBlock(int plane) => plane % Input.Layout.Blocks == Input.Layout.Blocks - 1;

    // The output has further channels in the input's last block; their gradients are nobody's.
    private void ClearUnusedLanes(float* inputGradient, int used)
    {
        for (int y = 0; y < Input.Layout.Height; y++)
        {
            float* pixel = inputGradient + ((long)y * Input.Layout.LineStride);
            for (int x = 0; x < Input.Layout.Width; x++, pixel += Layout.BlockSize)
            {
                new Span<float>(pixel + used, Layout.BlockSize - used).Clear();
            }
        }
    }

    private static void Clear(float* plane, in Layout layout)
    {
        for (int y = 0; y < layout.Height; y++)
        {
            new Span<float>(plane + ((long)y * layout.LineStride), layout.Width * Layout.BlockSize).Clear();
        }
    }

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
