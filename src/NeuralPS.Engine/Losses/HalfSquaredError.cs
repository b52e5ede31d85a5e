using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The squared error of the lectures: L = 1/2 sum_i (y_i - yhat_i)^2, a sum over the outputs, with the gradient yhat - y.
/// For the mean of the squares see <see cref="SquaredError"/>.
/// </summary>
public sealed class HalfSquaredError : Loss
{
    private HalfSquaredError()
    {
    }

    /// <summary>The one instance.</summary>
    public static HalfSquaredError Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "HalfSquaredError";

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        Arithmetic.Subtract(output, target, gradient);
        return 0.5 * DoubleSums.SumOfSquares(gradient[..output.Length]);
    }
}
