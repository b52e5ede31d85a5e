namespace NeuralPS.Engine.Optimizers.FullBatch;

/// <summary>A point on a line through the variables: x + Step d.</summary>
/// <param name="Step">The length of the step.</param>
/// <param name="Value">The value of the function there.</param>
/// <param name="Slope">Its derivative along the line.</param>
internal readonly record struct LinePoint(double Step, double Value, double Slope)
{
    /// <summary>False where the function is not defined.</summary>
    public bool IsFinite => double.IsFinite(Value) && double.IsFinite(Slope);

    /// <summary>The minimum of the cubic through two points with their slopes, held within two bounds; their middle where there is none.</summary>
    public static double Interpolate(LinePoint a, LinePoint b, double low, double high)
    {
        (a, b) = a.Step <= b.Step ? (a, b) : (b, a);
        double middle = (low + high) / 2;
        if (!a.IsFinite || !b.IsFinite || a.Step == b.Step)
        {
            return middle;
        }

        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Step - b.Step));
        double square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0))
        {
            return middle;
        }

        double d2 = Math.Sqrt(square);
        double step = b.Step - ((b.Step - a.Step) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))));
        return double.IsFinite(step) ? Math.Clamp(step, low, high) : middle;
    }
}
