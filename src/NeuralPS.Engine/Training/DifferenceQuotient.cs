using NeuralPS.Engine.Layers;

namespace NeuralPS.Engine.Training;

/// <summary>The slope of a loss along one weight, from its values on both sides.</summary>
/// <param name="Value">The slope; NaN where the loss is not finite.</param>
/// <param name="Noise">Slopes that are smaller cannot be told from zero: the loss is known to some units in the last place of float32.</param>
/// <param name="IsKink">True where the loss has a kink so near that no difference tells the slope.</param>
internal readonly record struct DifferenceQuotient(double Value, double Noise, bool IsKink)
{
    // The distance of the widest quotient, for weights up to 1, and how often it is halved at most.
    private const float WidestStep = 0.01f;
    private const int MostHalvings = 6;

    // What quotients may differ by, in parts of the slope: three in a row to stop at once, the best two, and all for smaller h.
    private const double Agreement = 1e-4;
    private const double WorstAgreement = 1e-3;
    private const double Contradiction = 3e-3;

    private const double RoundingOfLoss = 4e-7;
    private const double LeastRounding = 1e-9;
    private const float TinyStep = 1e-5f;
    private const int TinySteps = 7;

    /// <summary>
    /// Measures how well the loss is known: third differences over a tiny distance leave nothing of a function but its rounding.
    /// </summary>
    /// <param name="parameter">The tensor.</param>
    /// <param name="weights">Its weights; the same afterwards.</param>
    /// <param name="i">The weight.</param>
    /// <param name="function">The loss.</param>
    /// <returns>The standard deviation; no more than some units in the last place of the loss.</returns>
    public static unsafe double MeasureRounding(Parameter parameter, float[] weights, int i, GradientCheckFunction function)
    {
        float original = weights[i];
        float step = TinyStep * Math.Max(1, Math.Abs(original));
        var values = new double[TinySteps];
        for (int k = 0; k < values.Length; k++)
        {
            weights[i] = original + (k * step);
            parameter.Pack(weights, parameter.Data);
            values[k] = function.Evaluate(withGradient: false);
        }

        weights[i] = original;
        parameter.Pack(weights, parameter.Data);
        double squares = 0;
        for (int k = 3; k < values.Length; k++)
        {
            double difference = values[k] - values[k - 3] + (3 * (values[k - 2] - values[k - 1]));
            squares += difference * difference;
        }

        // 20 = 1 + 9 + 9 + 1. What is larger than rounding can be is a jump, as of Step.
        double size = Math.Max(1, Math.Abs(values[0]));
        return Math.Clamp(Math.Sqrt(squares / (20 * (values.Length - 3))), LeastRounding * size, RoundingOfLoss * size);
    }

    /// <summary>
    /// Measures it. On a smooth stretch the quotients for h and h/2 agree, and the bend L(w + h) - 2 L(w) + L(w - h), divided by h,
    /// halves with h. Where either fails, a kink (as of ReLU) lies within reach: h is halved until none does, or as long as rounding lets it.
    /// Two kinks around w may hide each other: fair agreement is taken only if no smaller h agrees better, or contradicts.
    /// </summary>
    /// <param name="parameter">The tensor.</param>
    /// <param name="weights">Its weights; the same afterwards.</param>
    /// <param name="i">The weight.</param>
    /// <param name="function">The loss.</param>
    /// <param name="scale">The size of the tensor's slopes, above 0.</param>
    /// <param name="rounding">How well the loss is known.</param>
    public static unsafe DifferenceQuotient Measure(
        Parameter parameter, float[] weights, int i, GradientCheckFunction function, double scale, double rounding)
    {
        float original = weights[i];
        float widest = WidestStep * Math.Max(1, Math.Abs(original));
        double centre = function.Evaluate(withGradient: false);
        (double wide, double wideBend) = Quotient(widest);

        // A loss that is not finite leaves no slope at all, which is not a kink.
        double best = double.NaN, smallestError = double.PositiveInfinity;
        bool agrees = false, isEnough = false, isKink = false;
        for (int halving = 1; halving <= MostHalvings && !isEnough; halving++)
        {
            (double narrow, double narrowBend) = Quotient(widest / (1 << halving));
            double size = Math.Max(Math.Abs(narrow), scale);
            double noise = 2 * rounding * (1 << halving) / widest;
            double difference = Math.Abs(narrow - wide) + Math.Abs(narrowBend - (wideBend / 2));

            // Twice: jumps of one size, as of Step, look like a slope where one lies within h/2 and two within h.
            bool agreed = agrees;
            agrees = difference <= (Agreement * size) + noise;
            isEnough = agrees && agreed;
            if (difference + noise < smallestError)
            {
                smallestError = difference + noise;
                best = narrow + ((narrow - wide) / 3);
                isKink = difference > (WorstAgreement * size) + noise;
            }

            isKink |= Math.Abs(narrow - best) > (Contradiction * size) + noise;
            (wide, wideBend) = (narrow, narrowBend);
        }

        weights[i] = original;
        parameter.Pack(weights, parameter.Data);
        function.Refresh();
        return new DifferenceQuotient(best, RoundingOfLoss * Math.Max(1, Math.Abs(centre)) / widest, isKink);

        (double Slope, double Bend) Quotient(float step)
        {
            weights[i] = original + step;
            double above = (double)weights[i] - original;
            parameter.Pack(weights, parameter.Data);
            double high = function.Evaluate(withGradient: false);
            weights[i] = original - step;
            double below = (double)original - weights[i];
            parameter.Pack(weights, parameter.Data);
            double low = function.Evaluate(withGradient: false);
            return ((high - low) / (above + below), ((high - centre) / above) - ((centre - low) / below));
        }
    }
}
