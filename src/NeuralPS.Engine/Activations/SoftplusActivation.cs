using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = ln(1 + e^z); g' = sigmoid(z) = 1 - e^-a.</summary>
public sealed class SoftplusActivation : Activation
{
    private SoftplusActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static SoftplusActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Softplus";

    /// <inheritdoc/>
    public override bool MapsZeroToZero => false;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(a, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));

    /// <inheritdoc/>
    public override double Differentiate(double z) => 1 / (1 + Math.Exp(-z));

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => VectorMath.Softplus(z);
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T>
        {
            // From 30 on 1 - e^-a is 1 in float32; e^x - 1 keeps small values accurate.
            T limit = T.Create(30f);
            return da * (T.Create(0f) - VectorMath.Expm1(T.Create(0f) - T.WhereGreater(a, limit, limit, a)));
        }
    }
}
