using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = z sigmoid(z), also known as swish; g' = s (1 + z (1 - s)) with s = sigmoid(z).</summary>
public sealed class SiLUActivation : Activation
{
    private SiLUActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static SiLUActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "SiLU";

    /// <inheritdoc/>
    public override bool NeedsInput => true;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(z, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => z / (1 + Math.Exp(-z));

    /// <inheritdoc/>
    public override double Differentiate(double z)
    {
        double s = 1 / (1 + Math.Exp(-z));
        return s * (1 + (z * (1 - s)));
    }

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T>
        {
            // sigmoid is 0 below the limit, and -infinity * 0 would be NaN.
            T limit = T.Create(-88f);
            return T.WhereGreater(limit, z, limit, z) * VectorMath.Sigmoid(z);
        }
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z, T da)
            where T : struct, IFloatVector<T>
        {
            T limit = T.Create(88f);
            T magnitude = T.Abs(z);
            T clamped = T.CopySign(T.WhereGreater(magnitude, limit, limit, magnitude), z);
            T s = VectorMath.Sigmoid(clamped, out T complement);
            return da * (s * T.FusedMultiplyAdd(clamped, complement, T.Create(1f)));
        }
    }
}
