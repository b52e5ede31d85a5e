using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = tanh z = 2 sigmoid(2z) - 1; g' = 1 - a^2.</summary>
public sealed class TanhActivation : Activation
{
    private TanhActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static TanhActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Tanh";

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(a, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => Math.Tanh(z);

    /// <inheritdoc/>
    public override double Differentiate(double z)
    {
        double a = Math.Tanh(z);
        return (1 - a) * (1 + a);
    }

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => VectorMath.Tanh(z);
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => da * ((T.Create(1f) - a) * (T.Create(1f) + a));
    }
}
