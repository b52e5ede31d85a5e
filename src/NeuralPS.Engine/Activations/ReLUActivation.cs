using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = max(z, 0), the rectified linear unit; g' = 1 for z &gt; 0, else 0.</summary>
public sealed class ReLUActivation : Activation
{
    private ReLUActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static ReLUActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "ReLU";

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(a, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => Math.Max(z, 0);

    /// <inheritdoc/>
    public override double Differentiate(double z) => z > 0 ? 1 : 0;

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => T.WhereGreater(T.Create(0f), z, T.Create(0f), z);
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => T.WhereGreater(a, T.Create(0f), da, T.Create(0f));
    }
}
