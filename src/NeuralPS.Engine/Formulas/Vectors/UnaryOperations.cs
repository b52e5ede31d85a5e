using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>-1, 0 or 1; NaN for NaN.</summary>
internal readonly struct SignOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T zero = T.Create(0f);
        T positive = T.WhereGreater(x, zero, T.Create(1f), T.WhereNaN(x, x, zero));
        return T.WhereGreater(zero, x, T.Create(-1f), positive);
    }
}

/// <summary>e^x - 1, accurate near 0.</summary>
internal readonly struct Expm1Operation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        // Below -30 it is -1 in float32; above 30 the 1 does not matter.
        T low = T.Create(-30f);
        T high = T.Create(30f);
        T clamped = T.WhereGreater(low, x, low, T.WhereGreater(x, high, high, x));
        return T.WhereGreater(x, high, VectorMath.Exp(x), VectorMath.Expm1(clamped));
    }
}

/// <summary>sinh x = (m + m / (m + 1)) / 2 with m = e^|x| - 1, which does not cancel, with the sign of x.</summary>
internal readonly struct SinhOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T magnitude = T.Abs(x);
        T limit = T.Create(30f);
        T half = T.Create(0.5f);
        T m = VectorMath.Expm1(T.WhereGreater(magnitude, limit, limit, magnitude));
        T small = half * (m + (m / (m + T.Create(1f))));

        // e^(|x| / 2) squared: e^|x| itself overflows before half of it does.
        T root = VectorMath.Exp(half * magnitude);
        return T.CopySign(T.WhereGreater(magnitude, limit, half * root * root, small), x);
    }
}

/// <summary>cosh x = (e^|x| + e^-|x|) / 2.</summary>
internal readonly struct CoshOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T magnitude = T.Abs(x);
        T limit = T.Create(30f);
        T half = T.Create(0.5f);
        T e = VectorMath.Exp(magnitude);
        T root = VectorMath.Exp(half * magnitude);
        return T.WhereGreater(magnitude, limit, half * root * root, half * (e + (T.Create(1f) / e)));
    }
}

/// <summary>The error function: its series up to 1, and beyond the tail of the normal distribution, 1 - 2 Q(|x| sqrt 2).</summary>
internal readonly struct ErfOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T one = T.Create(1f);
        T magnitude = T.Abs(x);
        T tail = VectorMath.NormalTail(magnitude * T.Create(1.41421356f), out _);
        T large = T.CopySign(one - (tail + tail), x);

        // 2 / sqrt(pi) (-1)^n / (n! (2n + 1)).
        T a = T.WhereGreater(magnitude, one, one, magnitude);
        T w = a * a;
        T p = T.Create(-1.22905553e-9f);
        p = T.FusedMultiplyAdd(p, w, T.Create(1.4807193e-8f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-1.6365845e-7f));
        p = T.FusedMultiplyAdd(p, w, T.Create(1.6462115e-6f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-1.49256504e-5f));
        p = T.FusedMultiplyAdd(p, w, T.Create(1.20553329e-4f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-8.54832702e-4f));
        p = T.FusedMultiplyAdd(p, w, T.Create(5.22397763e-3f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-2.68661706e-2f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.112837917f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-0.376126389f));
        p = T.FusedMultiplyAdd(p, w, T.Create(1.12837917f));
        return T.WhereGreater(magnitude, one, large, T.WhereNaN(x, x, x * p));
    }
}
