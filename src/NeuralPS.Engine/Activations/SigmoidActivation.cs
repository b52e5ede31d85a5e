using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = 1 / (1 + e^-z), the logistic function; g' = a (1 - a).</summary>
public sealed class SigmoidActivation : Activation
{
    private SigmoidActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static SigmoidActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Sigmoid";

    /// <inheritdoc/>
    public override bool MapsZeroToZero => false;

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run<ForwardOperation>(z, a);

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run<BackwardOperation>(a, da, dz);

    /// <inheritdoc/>
    public override double Evaluate(double z) => 1 / (1 + Math.Exp(-z));

    /// <inheritdoc/>
    public override double Differentiate(double z)
    {
        double a = Evaluate(z);
        return a * (1 - a);
    }

    private readonly struct ForwardOperation : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => VectorMath.Sigmoid(z);
    }

    private readonly struct BackwardOperation : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => da * (a * (T.Create(1f) - a));
    }
}
