using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>
/// Draws segments with smooth edges: a pixel's value is ink * clamp((radius - distance) / softness + 1/2, 0, 1), and where lines
/// cross the darker one counts. Pixels are points at whole coordinates. Only the pixels about a segment are computed, eight at a
/// time; each goes through the same operations alone or in a vector, so that the result does not depend on the processor.
/// </summary>
internal static class SegmentRenderer
{
    /// <summary>Draws <paramref name="segment"/> into a canvas of <paramref name="height"/> lines of <paramref name="stride"/> values.</summary>
    /// <param name="canvas">The image; a line's length is a multiple of 8.</param>
    /// <param name="height">Lines of the image.</param>
    /// <param name="stride">Values of a line.</param>
    /// <param name="segment">What to draw.</param>
    /// <param name="softness">Over how many pixels the edge fades.</param>
    /// <param name="ink">The value in the middle of the line.</param>
    public static void Draw(Span<float> canvas, int height, int stride, in PenSegment segment, float softness, float ink)
    {
        float reach = Math.Max(segment.Radius0, segment.Radius1) + (softness / 2);
        int top = Math.Max(0, (int)MathF.Ceiling(Math.Min(segment.Y0, segment.Y1) - reach));
        int bottom = Math.Min(height - 1, (int)MathF.Floor(Math.Max(segment.Y0, segment.Y1) + reach));
        int left = Math.Max(0, (int)MathF.Ceiling(Math.Min(segment.X0, segment.X1) - reach));
        int right = Math.Min(stride - 1, (int)MathF.Floor(Math.Max(segment.X0, segment.X1) + reach));
        float directionX = segment.X1 - segment.X0;
        float directionY = segment.Y1 - segment.Y0;
        float inverse = 1 / Math.Max((directionX * directionX) + (directionY * directionY), 1e-12f);
        float widening = segment.Radius1 - segment.Radius0;
        float sharpness = 1 / softness;
        Vector256<float> columns = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
        for (int y = top; y <= bottom; y++)
        {
            float fromY = y - segment.Y0;
            Span<float> line = canvas.Slice(y * stride, stride);
            for (int x = left & ~7; x <= right; x += 8)
            {
                Vector256<float> fromX = columns + Vector256.Create(x - segment.X0);
                Vector256<float> along = ((fromX * directionX) + Vector256.Create(fromY * directionY)) * inverse;
                along = Vector256.Min(Vector256.Max(along, Vector256<float>.Zero), Vector256<float>.One);
                Vector256<float> offX = fromX - (along * directionX);
                Vector256<float> offY = Vector256.Create(fromY) - (along * directionY);
                Vector256<float> distance = Vector256.Sqrt((offX * offX) + (offY * offY));
                Vector256<float> radius = Vector256.Create(segment.Radius0) + (along * widening);
                Vector256<float> cover = ((radius - distance) * sharpness) + Vector256.Create(0.5f);
                cover = Vector256.Min(Vector256.Max(cover, Vector256<float>.Zero), Vector256<float>.One) * ink;
                Span<float> pixels = line.Slice(x, 8);
                Vector256.Max(Vector256.Create<float>(pixels), cover).CopyTo(pixels);
            }
        }
    }

    /// <summary>The value that <see cref="Draw"/> gives to the pixel (x, y) of an empty image: its definition.</summary>
    public static float Evaluate(int x, int y, in PenSegment segment, float softness, float ink)
    {
        float directionX = segment.X1 - segment.X0;
        float directionY = segment.Y1 - segment.Y0;
        float inverse = 1 / Math.Max((directionX * directionX) + (directionY * directionY), 1e-12f);
        float along = Math.Clamp((((x - segment.X0) * directionX) + ((y - segment.Y0) * directionY)) * inverse, 0, 1);
        float offX = x - segment.X0 - (along * directionX);
        float offY = y - segment.Y0 - (along * directionY);
        float distance = MathF.Sqrt((offX * offX) + (offY * offY));
        float radius = segment.Radius0 + (along * (segment.Radius1 - segment.Radius0));
        return ink * Math.Clamp(((radius - distance) * (1 / softness)) + 0.5f, 0, 1);
    }
}
