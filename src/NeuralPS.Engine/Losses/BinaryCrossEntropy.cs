using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The cross-entropy of independent yes-no outputs, a mean over the n outputs:
/// L = -1/n sum_i [y_i ln p_i + (1 - y_i) ln(1 - p_i)], with targets in [0, 1]. It contains the sigmoid: from logits z,
/// L = 1/n sum_i [max(z_i, 0) - z_i y_i + ln(1 + exp(-|z_i|))], stable for any size of z, and dL/dz = (sigmoid(z) - y) / n.
/// </summary>
/// <remarks>
/// Taken from probabilities, p is clipped to [1e-7, 1 - 1e-7], and the gradient is that at the clipped value: it does not
/// vanish where a unit is saturated on the wrong side.
/// </remarks>
public sealed class BinaryCrossEntropy : Loss
{
    private const double LeastProbability = 1e-7;

    // Vectors whose factors 1 + exp(-|z|), each at most 2, are multiplied before a logarithm is taken: 2^512 is still finite.
    private const int VectorsPerLogarithm = 512;

    private BinaryCrossEntropy()
    {
    }

    /// <summary>The one instance.</summary>
    public static BinaryCrossEntropy Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "BinaryCrossEntropy";

    /// <inheritdoc/>
    public override string? ContainedActivation => "Sigmoid";

    /// <summary>1/2: each output stands for two classes of its own, yes and no.</summary>
    public override double? GetSmoothingCentre(int outputs) => 0.5;

    /// <inheritdoc/>
    public override double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        target = target[..output.Length];
        gradient = gradient[..output.Length];
        double sum = !fromLogits ? FromProbabilities(output, target, gradient)
            : output.Length < Vector<float>.Count ? FromLogits(output, target, gradient, 1f / output.Length)
            : FromLogitsVectorised(output, target, gradient);
        return sum / output.Length;
    }

    /// <summary>The readable definition, which also serves short rows and the ends of long ones.</summary>
    internal static double FromLogits(ReadOnlySpan<float> z, ReadOnlySpan<float> y, Span<float> gradient, float scale)
    {
        double sum = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double e = Math.Exp(-Math.Abs((double)z[i]));
            sum += Math.Max(z[i], 0) - ((double)z[i] * y[i]) + Math.Log(1 + e);
            double p = (z[i] >= 0 ? 1 : e) / (1 + e);
            gradient[i] = (float)(p - y[i]) * scale;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double FromLogitsVectorised(ReadOnlySpan<float> z, ReadOnlySpan<float> y, Span<float> gradient)
    {
        ElementwiseDriver.Run<ExpOfMinusMagnitude>(z, gradient);
        ref float startZ = ref MemoryMarshal.GetReference(z);
        ref float startY = ref MemoryMarshal.GetReference(y);
        ref float startG = ref MemoryMarshal.GetReference(gradient);
        float scale = 1f / z.Length;
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        Vector<double> productLow = Vector<double>.One, productHigh = Vector<double>.One;
        int vectors = z.Length / Vector<float>.Count;
        for (int v = 0; v < vectors; v++)
        {
            nuint i = (nuint)(v * Vector<float>.Count);
            Vector<float> logit = Vector.LoadUnsafe(ref startZ, i);
            Vector<float> label = Vector.LoadUnsafe(ref startY, i);
            Vector<float> e = Vector.LoadUnsafe(ref startG, i);
            Vector<float> linear = Vector.Max(logit, Vector<float>.Zero) - (logit * label);
            Vector.Widen(linear, out Vector<double> a, out Vector<double> b);
            low += a;
            high += b;
            Vector.Widen(e, out a, out b);
            productLow *= Vector<double>.One + a;
            productHigh *= Vector<double>.One + b;

            Vector<float> numerator =
                Vector.ConditionalSelect(Vector.GreaterThanOrEqual(logit, Vector<float>.Zero), Vector<float>.One, e);
            (((numerator / (Vector<float>.One + e)) - label) * scale).StoreUnsafe(ref startG, i);

            if ((v + 1) % VectorsPerLogarithm == 0 || v == vectors - 1)
            {
                low += Vector.Log(productLow);
                high += Vector.Log(productHigh);
                productLow = Vector<double>.One;
                productHigh = Vector<double>.One;
            }
        }

        int tail = vectors * Vector<float>.Count;
        return Vector.Sum(low + high) + FromLogits(z[tail..], y[tail..], gradient[tail..], scale);
    }

    private static double FromProbabilities(ReadOnlySpan<float> p, ReadOnlySpan<float> y, Span<float> gradient)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double clipped = Math.Clamp(p[i], LeastProbability, 1 - LeastProbability);
            sum -= (y[i] * Math.Log(clipped)) + ((1 - y[i]) * Math.Log(1 - clipped));
            gradient[i] = (float)((clipped - y[i]) / (clipped * (1 - clipped) * p.Length));
        }

        return sum;
    }

    /// <summary>e^-|z|, which never overflows.</summary>
    private readonly struct ExpOfMinusMagnitude : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => VectorMath.Exp(T.Create(0f) - T.Abs(z));
    }
}
