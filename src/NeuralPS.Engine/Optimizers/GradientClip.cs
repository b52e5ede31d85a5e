using System.Globalization;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// Clipping of gradients, by the norm over all parameters or by value. For the norm: add <see cref="SumOfSquares"/> over the
/// parameters in their order, so that the sum does not depend on threads; then multiply each gradient by
/// <see cref="FactorForNorm"/>, unless that is 1.
/// </summary>
internal static class GradientClip
{
    /// <summary>sum g^2 of one parameter, in double precision.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> gradient) => DoubleSums.SumOfSquares(gradient);

    /// <summary>
    /// The factor that brings a norm down to <paramref name="limit"/>: limit / norm, or 1 when the norm is within it. A norm
    /// that is not finite is left alone: no factor repairs it, and it must reach the check of the loss.
    /// </summary>
    public static float FactorForNorm(double sumOfSquares, double limit)
    {
        double norm = Math.Sqrt(sumOfSquares);
        return norm > limit && double.IsFinite(norm) ? (float)(limit / norm) : 1;
    }

    /// <summary>Multiplies a gradient by <paramref name="factor"/>.</summary>
    public static void Scale(Span<float> gradient, float factor)
    {
        if (factor != 1)
        {
            Arithmetic.Multiply(gradient, factor, gradient);
        }
    }

    /// <summary>Clamps every element to [-limit, limit]; NaN stays.</summary>
    public static void ByValue(Span<float> gradient, float limit) => Arithmetic.Clamp(gradient, limit, gradient);

    /// <summary>Checks a limit.</summary>
    /// <param name="name">The name of the setting: <c>ClipNorm</c> or <c>ClipValue</c>.</param>
    /// <param name="limit">The limit; null for none.</param>
    /// <exception cref="EngineException"><c>[name]OutOfRange</c>: not a finite number above 0.</exception>
    public static void Validate(string name, double? limit)
    {
        if (limit is { } value && !(value > 0 && double.IsFinite(value)))
        {
            throw new EngineException(
                name + "OutOfRange", $"{name} is {value.ToString(CultureInfo.InvariantCulture)}; it must be a finite number above 0.");
        }
    }
}
