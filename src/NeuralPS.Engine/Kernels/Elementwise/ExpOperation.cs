using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>y = e^(x - shift). Subtracting the maximum of a row makes softmax stable.</summary>
/// <param name="shift">What is subtracted before.</param>
internal readonly struct ExpOperation(float shift = 0) : IUnaryOperation
{
    private readonly float _shift = shift;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T> => VectorMath.Exp(x - T.Create(_shift));
}
