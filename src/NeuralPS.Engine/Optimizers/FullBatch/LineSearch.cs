namespace NeuralPS.Engine.Optimizers.FullBatch;

/// <summary>
/// Finds a step along a direction of descent that meets the strong Wolfe conditions (Nocedal, Wright, algorithms 3.5 and 3.6):
/// f(x + t d) is at most f(x) + c1 t f'(x), and the slope there is at most c2 of that at x, in absolute value.
/// </summary>
/// <param name="evaluate">Evaluates the function at a step.</param>
/// <param name="maximumEvaluations">The most evaluations.</param>
internal sealed class LineSearch(Func<double, LinePoint> evaluate, int maximumEvaluations)
{
    private const double Decrease = 1e-4;
    private const double Flatness = 0.9;

    // Values closer than this are equal for float32: near a minimum the slope alone tells (Hager, Zhang 2005).
    private const double Noise = 1e-6;

    // A bracket is cut at least this far from its ends, and the next trial beyond it goes at most ten times as far.
    private const double Margin = 0.1;

    private LinePoint _start;
    private int _evaluations;

    /// <summary>Searches.</summary>
    /// <param name="start">The point at step 0, with a slope below 0.</param>
    /// <param name="firstStep">The first trial.</param>
    /// <returns>The point that was found; with step 0 where nothing lower was.</returns>
    public LinePoint Search(LinePoint start, double firstStep)
    {
        _start = start;
        _evaluations = 0;
        LinePoint before = start;
        double step = firstStep;
        while (_evaluations < maximumEvaluations)
        {
            LinePoint point = Evaluate(step);
            if (IsAccepted(point))
            {
                return point;
            }

            if (IsTooHigh(point) || (before.Step > 0 && point.Value >= before.Value))
            {
                return Zoom(before, point);
            }

            if (point.Slope >= 0)
            {
                return Zoom(point, before);
            }

            step = LinePoint.Interpolate(before, point, point.Step + (Margin * (point.Step - before.Step)), point.Step * 10);
            before = point;
        }

        return before;
    }

    // Low is the lowest point so far, and a minimum lies between it and high.
    private LinePoint Zoom(LinePoint low, LinePoint high)
    {
        while (_evaluations < maximumEvaluations)
        {
            double width = high.Step - low.Step;
            double least = Math.Min(low.Step + (Margin * width), high.Step - (Margin * width));
            double most = Math.Max(low.Step + (Margin * width), high.Step - (Margin * width));
            LinePoint point = Evaluate(LinePoint.Interpolate(low, high, least, most));
            if (IsAccepted(point))
            {
                return point;
            }

            if (IsTooHigh(point) || point.Value >= low.Value)
            {
                high = point;
                continue;
            }

            if (point.Slope * width >= 0)
            {
                high = low;
            }

            low = point;
        }

        return low;
    }

    private LinePoint Evaluate(double step)
    {
        _evaluations++;
        return evaluate(step);
    }

    private bool IsAccepted(LinePoint point) =>
        point.IsFinite
        && Math.Abs(point.Slope) <= -Flatness * _start.Slope
        && (!IsTooHigh(point) || point.Value <= _start.Value + (Noise * Math.Abs(_start.Value)));

    private bool IsTooHigh(LinePoint point) =>
        !point.IsFinite || point.Value > _start.Value + (Decrease * point.Step * _start.Slope);
}
