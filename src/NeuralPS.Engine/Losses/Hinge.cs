namespace NeuralPS.Engine.Losses;

/// <summary>
/// The hinge loss of support vector machines: L = 1/n sum_i max(0, 1 - y_i yhat_i) over the n outputs, with targets y_i of -1
/// or +1: one output for two classes, or one per class (one against the rest). The gradient is -y_i / n inside the margin
/// and 0 from the margin on.
/// </summary>
public sealed class Hinge : Loss
{
    private Hinge()
    {
    }

    /// <summary>The one instance.</summary>
    public static Hinge Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Hinge";

    /// <inheritdoc/>
    public override TargetEncoding Encoding => TargetEncoding.Signed;

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        int n = output.Length;
        target = target[..n];
        gradient = gradient[..n];
        float scale = 1f / n;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double violation = 1 - ((double)target[i] * output[i]);

            // Negated so that NaN counts as a violation and reaches the sum.
            bool isViolated = !(violation <= 0);
            sum += isViolated ? violation : 0;
            gradient[i] = isViolated ? -target[i] * scale : 0;
        }

        return sum / n;
    }
}
