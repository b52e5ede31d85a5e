using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>a = z for z &gt; 0, else alpha z; g' = 1 for z &gt; 0, else alpha.</summary>
public sealed class LeakyReLUActivation : Activation
{
    /// <summary>Creates the activation.</summary>
    /// <param name="alpha">The slope below 0; at least 0, 0.01 unless given.</param>
    /// <exception cref="EngineException">It is negative or not finite.</exception>
    public LeakyReLUActivation(float alpha = 0.01f) => Alpha = ActivationParameter.Require("LeakyReLU", alpha);

    /// <summary>The instance with the default alpha, 0.01.</summary>
    public static LeakyReLUActivation Instance { get; } = new();

    /// <summary>alpha, at least 0.</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    public override string Name => ActivationParameter.Format("LeakyReLU", Alpha, 0.01f);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run(z, a, new ForwardOperation(Alpha));

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run(a, da, dz, new BackwardOperation(Alpha));

    /// <inheritdoc/>
    public override double Evaluate(double z) => z > 0 ? z : Alpha * z;

    /// <inheritdoc/>
    public override double Differentiate(double z) => z > 0 ? 1 : Alpha;

    private readonly struct ForwardOperation(float alpha) : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T> => T.WhereGreater(z, T.Create(0f), z, z * T.Create(alpha));
    }

    private readonly struct BackwardOperation(float alpha) : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => T.WhereGreater(a, T.Create(0f), da, da * T.Create(alpha));
    }
}
