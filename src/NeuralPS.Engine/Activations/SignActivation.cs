using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = +1 for z &gt; 0, else -1: the threshold unit of the perceptron. Its derivative is 0, so gradients end here.</summary>
public sealed class SignActivation : Activation
{
    private SignActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static SignActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Sign";

    /// <inheritdoc/>
    public override bool MapsZeroToZero => false;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(a, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => double.IsNaN(z) ? z : z > 0 ? 1 : -1;

    /// <inheritdoc/>
    public override double Differentiate(double z) => 0;

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> =>
                T.WhereGreater(z, T.Create(0f), T.Create(1f), T.WhereNaN(z, z, T.Create(-1f)));
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => T.Create(0f);
    }
}
