using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>The smaller one; NaN where one is.</summary>
internal readonly struct MinOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => T.WhereNaN(x1, x1, T.WhereGreater(x2, x1, x1, x2));
}

/// <summary>The larger one; NaN where one is.</summary>
internal readonly struct MaxOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => T.WhereNaN(x1, x1, T.WhereGreater(x1, x2, x1, x2));
}

/// <summary>x1 x2, but 0 where x1 is 0, whatever x2 is.</summary>
internal readonly struct WeighOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => T.WhereEqual(x1, T.Create(0f), T.Create(0f), x1 * x2);
}

/// <summary>log(1 + x1), given x2 = log of the rounded sum: the quotient takes the rounding out.</summary>
internal readonly struct Log1pOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T>
    {
        T one = T.Create(1f);
        T sum = x1 + one;
        T corrected = x2 * (x1 / (sum - one));

        // Above the limit the 1 does not matter, and infinity / infinity would be NaN; for tiny x the sum is 1.
        return T.WhereEqual(sum, one, x1, T.WhereGreater(x1, T.Create(1e9f), x2, corrected));
    }
}
