using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The perceptron criterion: L = sum_i max(0, -y_i z_i) over the outputs, with targets y_i of -1 or +1. It works on z, the
/// value before a threshold (step or sign), since a threshold has no useful derivative. A sum, not a mean: each output is a
/// perceptron of its own, and one step of gradient descent with learning rate 1 is Rosenblatt's rule, w += y x for a mistake.
/// </summary>
/// <remarks>
/// The gradient is -y_i where y_i z_i is at most 0, and 0 elsewhere. At z_i = 0 that is one of the subgradients: it counts as
/// a mistake, so that the rule learns from zero weights.
/// </remarks>
public sealed class Perceptron : Loss
{
    private Perceptron()
    {
    }

    /// <summary>The one instance.</summary>
    public static Perceptron Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Perceptron";

    /// <inheritdoc/>
    public override string? ContainedActivation => "Sign";

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Signed;

    /// <summary>True for both thresholds: sign and step.</summary>
    public override bool Contains(Activation? activation) => activation?.Name is "Sign" or "Step";

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        int n = output.Length;
        target = target[..n];
        gradient = gradient[..n];
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double agreement = (double)target[i] * output[i];

            // Negated so that NaN counts as a mistake and reaches the sum.
            bool isMistake = !(agreement > 0);
            sum -= isMistake ? agreement : 0;
            gradient[i] = isMistake ? -target[i] : 0;
        }

        return sum;
    }
}
