using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>
/// a = z Phi(z) with Phi the standard normal distribution function, Phi(z) = (1 + erf(z / sqrt 2)) / 2: the exact form, not the
/// one by tanh; g' = Phi(z) + z phi(z) with the density phi(z) = e^(-z^2 / 2) / sqrt(2 pi).
/// </summary>
public sealed class GELUActivation : Activation
{
    private const float InverseRootOfTwoPi = 0.398942280f;

    private GELUActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static GELUActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "GELU";

    /// <inheritdoc/>
    public override bool NeedsInput => true;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(z, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => z < -30 ? 0 : z * NormalDistribution.Cumulative(z);

    /// <inheritdoc/>
    public override double Differentiate(double z) => Math.Abs(z) > 30
        ? (z > 0 ? 1 : 0)
        : NormalDistribution.Cumulative(z) + (z * NormalDistribution.Density(z));

    // Beyond it Phi is 0 or 1 in float32; infinity times 0 would be NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Clamp<T>(T z)
        where T : struct, IFloatVector<T>
    {
        T limit = T.Create(14f);
        T magnitude = T.Abs(z);
        return T.CopySign(T.WhereGreater(magnitude, limit, limit, magnitude), z);
    }

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T>
        {
            T tail = VectorMath.NormalTail(z, out _);
            return T.WhereGreater(z, T.Create(0f), z * (T.Create(1f) - tail), Clamp(z) * tail);
        }
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z, T da)
            where T : struct, IFloatVector<T>
        {
            T tail = VectorMath.NormalTail(z, out T exponential);
            T cumulative = T.WhereGreater(z, T.Create(0f), T.Create(1f) - tail, tail);
            return da * T.FusedMultiplyAdd(Clamp(z), exponential * T.Create(InverseRootOfTwoPi), cumulative);
        }
    }
}
