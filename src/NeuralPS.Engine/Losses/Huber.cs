using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// The Huber loss, quadratic near 0 and linear beyond delta. With d = yhat - y and c = d clamped to [-delta, delta]:
/// L = 1/n sum_i c_i (d_i - c_i / 2) over the n outputs, which is d^2/2 inside and delta (|d| - delta/2) outside; the
/// gradient is c / n.
/// </summary>
public sealed class Huber : Loss
{
    private readonly float _delta;

    /// <summary>Creates the loss.</summary>
    /// <param name="delta">Where the square becomes a line, above 0.</param>
    /// <exception cref="EngineException">Delta is not a finite number above 0.</exception>
    public Huber(double delta = 1)
    {
        if (!((float)delta > 0) || !float.IsFinite((float)delta))
        {
            throw new EngineException(
                "HuberDeltaOutOfRange",
                $"The delta of the Huber loss is {delta.ToString(CultureInfo.InvariantCulture)}; it must be a finite number above 0.");
        }

        Delta = delta;
        _delta = (float)delta;
    }

    /// <summary>The loss with delta = 1.</summary>
    public static Huber Instance { get; } = new();

    /// <summary>Where the square becomes a line.</summary>
    public double Delta { get; }

    /// <summary><c>Huber</c> for delta = 1, else for instance <c>Huber(2)</c>, which <see cref="LossCatalog.Get"/> reads.</summary>
    public override string Name => Delta == 1 ? "Huber" : string.Create(CultureInfo.InvariantCulture, $"Huber({Delta})");

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
            var limit = new Vector<float>(_delta);
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> d = Vector.LoadUnsafe(ref yhat, (nuint)i) - Vector.LoadUnsafe(ref y, (nuint)i);
                Vector<float> c = Vector.Min(Vector.Max(d, -limit), limit);
                Vector.Widen(c * (d - (c * 0.5f)), out Vector<double> a, out Vector<double> b);
                low += a;
                high += b;
                (c * scale).StoreUnsafe(ref g, (nuint)i);
            }

            sum = Vector.Sum(low + high);
        }

        for (; i < n; i++)
        {
            float d = output[i] - target[i];
            float c = Math.Clamp(d, -_delta, _delta);
            sum += c * (d - (c * 0.5f));
            gradient[i] = c * scale;
        }

        return sum / n;
    }
}
