using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>A binary operation with a number on the right.</summary>
internal readonly struct WithRight<TOperation>(float right) : IUnaryOperation
    where TOperation : struct, IBinaryOperation
{
    private readonly float _right = right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T> => default(TOperation).Invoke(x, T.Create(_right));
}

/// <summary>A binary operation with a number on the left.</summary>
internal readonly struct WithLeft<TOperation>(float left) : IUnaryOperation
    where TOperation : struct, IBinaryOperation
{
    private readonly float _left = left;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T> => default(TOperation).Invoke(T.Create(_left), x);
}

/// <summary>x1 + x2.</summary>
internal readonly struct AddOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => x1 + x2;
}

/// <summary>x1 - x2.</summary>
internal readonly struct SubtractOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => x1 - x2;
}

/// <summary>x1 x2.</summary>
internal readonly struct MultiplyOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => x1 * x2;
}

/// <summary>x1 / x2.</summary>
internal readonly struct DivideOperation : IBinaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T> => x1 / x2;
}
