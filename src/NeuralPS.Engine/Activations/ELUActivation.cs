using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>
/// a = z for z &gt; 0, else alpha (e^z - 1), the exponential linear unit; g' = 1 for z &gt; 0, else alpha e^z = a + alpha.
/// </summary>
public sealed class ELUActivation : Activation
{
    /// <summary>Creates the activation.</summary>
    /// <param name="alpha">Where the function saturates below, with the opposite sign; at least 0, 1 unless given.</param>
    /// <exception cref="EngineException">It is negative or not finite.</exception>
    public ELUActivation(float alpha = 1f) => Alpha = ActivationParameter.Require("ELU", alpha);

    /// <summary>The instance with the default alpha, 1.</summary>
    public static ELUActivation Instance { get; } = new();

    /// <summary>alpha, at least 0.</summary>
    public float Alpha { get; }

    /// <inheritdoc/>
    public override string Name => ActivationParameter.Format("ELU", Alpha, 1f);

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => ElementwiseDriver.Run(z, a, new ForwardOperation(Alpha));

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run(a, da, dz, new BackwardOperation(Alpha));

    /// <inheritdoc/>
    public override double Evaluate(double z) => z > 0 ? z : Alpha * (Math.Exp(z) - 1);

    /// <inheritdoc/>
    public override double Differentiate(double z) => z > 0 ? 1 : Alpha * Math.Exp(z);

    private readonly struct ForwardOperation(float alpha) : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T z)
            where T : struct, IFloatVector<T>
        {
            // From -30 on e^z - 1 is -1 in float32.
            T limit = T.Create(-30f);
            T negative = T.Create(alpha) * VectorMath.Expm1(T.WhereGreater(limit, z, limit, z));
            return T.WhereGreater(z, T.Create(0f), z, negative);
        }
    }

    private readonly struct BackwardOperation(float alpha) : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T>
            => T.WhereGreater(a, T.Create(0f), da, da * (a + T.Create(alpha)));
    }
}
