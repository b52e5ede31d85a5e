using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The mean squared error of Keras and PyTorch: L = 1/n sum_i (y_i - yhat_i)^2 over the n outputs, with the gradient
/// 2/n (yhat - y). For the lectures' scaling see <see cref="HalfSquaredError"/>.
/// </summary>
public sealed class SquaredError : Loss
{
    private SquaredError()
    {
    }

    /// <summary>The one instance.</summary>
    public static SquaredError Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "SquaredError";

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        Arithmetic.Subtract(output, target, gradient);
        double sum = DoubleSums.SumOfSquares(gradient[..output.Length]);
        Arithmetic.Multiply(gradient[..output.Length], 2f / output.Length, gradient);
        return sum / output.Length;
    }
}
