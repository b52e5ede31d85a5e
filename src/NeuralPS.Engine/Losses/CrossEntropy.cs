using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The cross-entropy of distributions over classes, L = -sum_i y_i ln p_i, a sum over the classes; targets are one-hot or any
/// distribution. It contains the softmax: from logits z, with S = sum y (1 for distributions),
/// L = S ln(sum_i exp(z_i - max z)) - sum_i y_i (z_i - max z), stable for any size of z, and dL/dz = S softmax(z) - y.
/// </summary>
/// <remarks>
/// Taken from probabilities, p is clipped to [1e-7, 1], and the gradient -y_i / p_i is that at the clipped value: it does not
/// vanish where a unit is saturated on the wrong side.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    private const double LeastProbability = 1e-7;

    private CrossEntropy()
    {
    }

    /// <summary>The one instance.</summary>
    public static CrossEntropy Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "CrossEntropy";

    /// <inheritdoc/>
    public override string? ContainedActivation => "Softmax";

    /// <summary>1 / K: a smoothed label is a distribution that gives each of the K classes a share of s / K.</summary>
    public override double? GetSmoothingCentre(int outputs) => 1.0 / outputs;

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        target = target[..output.Length];
        gradient = gradient[..output.Length];
        return fromLogits ? FromLogits(output, target, gradient) : FromProbabilities(output, target, gradient);
    }

    private static double FromLogits(ReadOnlySpan<float> z, ReadOnlySpan<float> y, Span<float> gradient)
    {
        // Shifted by the largest logit, every term of the loss is at least 0 and no exponential overflows.
        Arithmetic.Add(z, -RowReduction.Max(z), gradient);
        double expected = DoubleSums.Dot(y, gradient);
        ElementwiseDriver.Run<ExpOperation>(gradient, gradient);
        double normaliser = DoubleSums.Sum(gradient);
        double mass = DoubleSums.Sum(y);
        Arithmetic.Multiply(gradient, (float)(mass / normaliser), gradient);
        Arithmetic.Subtract(gradient, y, gradient);
        return (mass * Math.Log(normaliser)) - expected;
    }

    private static double FromProbabilities(ReadOnlySpan<float> p, ReadOnlySpan<float> y, Span<float> gradient)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (y[i] == 0)
            {
                // Adds 0, or NaN when the output is NaN: a network that went wrong must not look well.
                sum += 0.0 * p[i];
                gradient[i] = 0;
                continue;
            }

            double clipped = Math.Clamp(p[i], LeastProbability, 1);
            sum -= y[i] * Math.Log(clipped);
            gradient[i] = (float)(-y[i] / clipped);
        }

        return sum;
    }
}
