using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The mean absolute error: L = 1/n sum_i |y_i - yhat_i| over the n outputs, with the gradient sign(yhat - y) / n, which is 0
/// where they are equal.
/// </summary>
public sealed class AbsoluteError : Loss
{
    private AbsoluteError()
    {
    }

    /// <summary>The one instance.</summary>
    public static AbsoluteError Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "AbsoluteError";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        int n = output.Length;
        target = target[..n];
        gradient = gradient[..n];
        float scale = 1f / n;
        double sum = 0;
        int i = 0;
        if (n >= Vector<float>.Count)
        {
            ref float yhat = ref MemoryMarshal.GetReference(output);
            ref float y = ref MemoryMarshal.GetReference(target);
            ref float g = ref MemoryMarshal.GetReference(gradient);
            var scales = new Vector<float>(scale);
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> difference = Vector.LoadUnsafe(ref yhat, (nuint)i) - Vector.LoadUnsafe(ref y, (nuint)i);
                Vector.Widen(Vector.Abs(difference), out Vector<double> a, out Vector<double> b);
                low += a;
                high += b;
                Vector<float> signed = Vector.CopySign(scales, difference);
                Vector.ConditionalSelect(Vector.Equals(difference, Vector<float>.Zero), Vector<float>.Zero, signed)
                    .StoreUnsafe(ref g, (nuint)i);
            }

            sum = Vector.Sum(low + high);
        }

        for (; i < n; i++)
        {
            float difference = output[i] - target[i];
            sum += Math.Abs(difference);
            gradient[i] = difference == 0 ? 0 : MathF.CopySign(scale, difference);
        }

        return sum / n;
    }
}
