namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>One straight piece of a drawn line, in pixels: from (X0, Y0) with half width Radius0 to (X1, Y1) with half width Radius1.</summary>
internal readonly record struct PenSegment(float X0, float Y0, float Radius0, float X1, float Y1, float Radius1);

/// <summary>
/// Turns strokes into short straight segments: the points waver, the handwriting places them, and a Catmull-Rom curve runs through
/// them. The result is moved so that all of it lies inside the image.
/// </summary>
internal static class PenPath
{
    /// <summary>More segments than any digit has.</summary>
    public const int Capacity = 160;

    private const int MaximumPoints = 16;
    private const int Pieces = 5;

    /// <summary>Writes the segments of <paramref name="strokes"/>; returns how many there are.</summary>
    public static int Trace(Stroke[] strokes, in Handwriting hand, ref RandomSequence random, int size, Span<PenSegment> segments)
    {
        Span<float> x = stackalloc float[MaximumPoints];
        Span<float> y = stackalloc float[MaximumPoints];
        Span<float> radius = stackalloc float[MaximumPoints];
        int count = 0;
        foreach (Stroke stroke in strokes)
        {
            int points = stroke.X.Length;
            for (int i = 0; i < points; i++)
            {
                float wavedX = stroke.X[i] + (hand.Unsteadiness * random.NextWaver());
                float wavedY = stroke.Y[i] + (hand.Unsteadiness * random.NextWaver());
                (x[i], y[i]) = hand.Place(wavedX, wavedY);
                radius[i] = hand.Radius * random.NextBetween(0.82f, 1.18f);
            }

            count = Curve(stroke.Corners, x[..points], y[..points], radius, segments, count);
        }

        Centre(segments[..count], hand, size);
        return count;
    }

    private static int Curve(bool[] corners, Span<float> x, Span<float> y, Span<float> radius, Span<PenSegment> segments, int count)
    {
        for (int i = 0; i + 1 < x.Length; i++)
        {
            // At a corner the point before it is mirrored, which makes the curve leave it straight towards the next point.
            float beforeX = corners[i] ? (2 * x[i]) - x[i + 1] : x[i - 1];
            float beforeY = corners[i] ? (2 * y[i]) - y[i + 1] : y[i - 1];
            float afterX = corners[i + 1] ? (2 * x[i + 1]) - x[i] : x[i + 2];
            float afterY = corners[i + 1] ? (2 * y[i + 1]) - y[i] : y[i + 2];
            int pieces = corners[i] && corners[i + 1] ? 1 : Pieces;
            float lastX = x[i];
            float lastY = y[i];
            float lastRadius = radius[i];
            for (int piece = 1; piece <= pieces; piece++)
            {
                float t = (float)piece / pieces;
                float nextX = CatmullRom(beforeX, x[i], x[i + 1], afterX, t);
                float nextY = CatmullRom(beforeY, y[i], y[i + 1], afterY, t);
                float nextRadius = radius[i] + (t * (radius[i + 1] - radius[i]));
                segments[count++] = new PenSegment(lastX, lastY, lastRadius, nextX, nextY, nextRadius);
                (lastX, lastY, lastRadius) = (nextX, nextY, nextRadius);
            }
        }

        return count;
    }

    /// <summary>The curve through b (t = 0) and c (t = 1) whose slopes there are (c - a) / 2 and (d - b) / 2.</summary>
    private static float CatmullRom(float a, float b, float c, float d, float t) =>
        b + (0.5f * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));

    private static void Centre(Span<PenSegment> segments, in Handwriting hand, int size)
    {
        float left = float.MaxValue;
        float right = float.MinValue;
        float top = float.MaxValue;
        float bottom = float.MinValue;
        foreach (ref readonly PenSegment segment in segments)
        {
            left = Math.Min(left, Math.Min(segment.X0, segment.X1));
            right = Math.Max(right, Math.Max(segment.X0, segment.X1));
            top = Math.Min(top, Math.Min(segment.Y0, segment.Y1));
            bottom = Math.Max(bottom, Math.Max(segment.Y0, segment.Y1));
        }

        float moveX = Fit(left, right, hand.ShiftX, hand.Radius, size);
        float moveY = Fit(top, bottom, hand.ShiftY, hand.Radius, size);
        foreach (ref PenSegment segment in segments)
        {
            segment = segment with
            {
                X0 = segment.X0 + moveX,
                Y0 = segment.Y0 + moveY,
                X1 = segment.X1 + moveX,
                Y1 = segment.Y1 + moveY,
            };
        }
    }

    /// <summary>How far to move [low, high] so that its middle is the image's plus shift, yet the line stays within the image.</summary>
    private static float Fit(float low, float high, float shift, float radius, int size)
    {
        float middle = (size - 1) / 2f;
        float room = Math.Max(0, middle - ((high - low) / 2) - radius);
        return middle - ((low + high) / 2) + Math.Clamp(shift, -room, room);
    }
}
