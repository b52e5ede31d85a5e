namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>y = f(x), element by element.</summary>
internal interface IUnaryOperation
{
    /// <summary>f(x) of each lane.</summary>
    T Invoke<T>(T x)
        where T : struct, IFloatVector<T>;
}

/// <summary>y = f(x1, x2), element by element.</summary>
internal interface IBinaryOperation
{
    /// <summary>f(x1, x2) of each lane.</summary>
    T Invoke<T>(T x1, T x2)
        where T : struct, IFloatVector<T>;
}
