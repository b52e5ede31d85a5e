using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Activations;

/// <summary>
/// a_i = e^z_i / sum_j e^z_j over a row: positive numbers with the sum 1, the probabilities of classes.
/// dz_i = a_i (da_i - sum_j a_j da_j). Each call takes one row.
/// </summary>
public sealed class SoftmaxActivation : Activation
{
    private SoftmaxActivation()
    {
    }

    /// <summary>The instance.</summary>
    public static SoftmaxActivation Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Softmax";

    /// <inheritdoc/>
    public override bool IsElementwise => false;

    /// <inheritdoc/>
    public override bool MapsZeroToZero => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(ReadOnlySpan<float> z, Span<float> a)
    {
        if (z.IsEmpty)
        {
            return;
        }

        // The same maximum taken from every element changes nothing, and no exponential overflows.
        Span<float> row = a[..z.Length];
        ElementwiseDriver.Run(z, row, new ExpOperation(RowReduction.Max(z)));
        ElementwiseDriver.Run(row, row, new DivideOperation((float)RowReduction.Sum(row)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) =>
        ElementwiseDriver.Run(a, da, dz, new BackwardOperation((float)RowReduction.Dot(a, da)));

    /// <summary>1: the softmax of a row of one element.</summary>
    public override double Evaluate(double z) => 1;

    /// <summary>0: the softmax of a row of one element does not depend on it.</summary>
    public override double Differentiate(double z) => 0;

    private readonly struct DivideOperation(float sum) : IUnaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => x / T.Create(sum);
    }

    private readonly struct BackwardOperation(float mean) : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T a, T da)
            where T : struct, IFloatVector<T> => a * (da - T.Create(mean));
    }
}
