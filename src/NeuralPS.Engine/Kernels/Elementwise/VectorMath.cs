using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// Elementary functions of whole vectors, with relative errors near 1e-7. Their scalar definitions are those of <see cref="Math"/>.
/// Every step is correctly rounded in each lane, so the bits of a result depend on nothing but the argument.
/// </summary>
internal static class VectorMath
{
    /// <summary>Below it e^x is under the smallest normal number, and becomes 0: subnormal numbers are slow.</summary>
    public const float ExpUnderflow = -87.3365402f;

    /// <summary>Above it e^x overflows.</summary>
    public const float ExpOverflow = 88.7228317f;

    // Adding 1.5 * 2^23 rounds to an integer, and leaves that integer in the lowest bits.
    private const float RoundingShift = 12582912f;

    /// <summary>e^x: 0 below <see cref="ExpUnderflow"/>, infinity above <see cref="ExpOverflow"/>, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, IFloatVector<T> =>
        T.WhereGreater(x, T.Create(ExpOverflow), T.Create(float.PositiveInfinity), ExpWithoutOverflow(x));

    /// <summary>e^x for x at most <see cref="ExpOverflow"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpWithoutOverflow<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T q = ReduceAndExpm1(x, out T shifted);
        T y = T.AddToExponent(q + T.Create(1f), shifted);
        y = T.WhereGreater(T.Create(ExpUnderflow), x, T.Create(0f), y);
        return T.WhereNaN(x, x, y);
    }

    /// <summary>e^x - 1 without cancellation, for |x| up to 80. NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Expm1<T>(T x)
        where T : struct, IFloatVector<T>
    {
        // With x = n ln 2 + r: e^x - 1 = 2^n (e^r - 1) + (2^n - 1).
        T q = ReduceAndExpm1(x, out T shifted);
        T one = T.Create(1f);
        T power = T.AddToExponent(one, shifted);
        return T.FusedMultiplyAdd(power, q, power - one);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x)
        where T : struct, IFloatVector<T>
    {
        // Only e^-|x| is computed, which cannot overflow; for negative x multiply above and below by e^x.
        T zero = T.Create(0f);
        T one = T.Create(1f);
        T e = ExpWithoutOverflow(zero - T.Abs(x));
        return T.WhereGreater(zero, x, e, one) / (one + e);
    }

    /// <summary>1 / (1 + e^-x) and its <paramref name="complement"/> 1 / (1 + e^x), both with full relative accuracy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x, out T complement)
        where T : struct, IFloatVector<T>
    {
        T zero = T.Create(0f);
        T one = T.Create(1f);
        T e = ExpWithoutOverflow(zero - T.Abs(x));
        T large = one / (one + e);
        T small = e * large;
        complement = T.WhereGreater(zero, x, large, small);
        return T.WhereGreater(zero, x, small, large);
    }

    /// <summary>tanh x = (1 - e^-2|x|) / (1 + e^-2|x|), with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : struct, IFloatVector<T>
    {
        // From 9.02 on the result is 1.
        T limit = T.Create(10f);
        T magnitude = T.Abs(x);
        magnitude = T.WhereGreater(magnitude, limit, limit, magnitude);
        T m = Expm1(T.Create(-2f) * magnitude);
        return T.CopySign(m / (m + T.Create(2f)), x);
    }

    /// <summary>ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T zero = T.Create(0f);
        T e = ExpWithoutOverflow(zero - T.Abs(x));

        // ln(1 + e) = 2 artanh(s) with s = e / (2 + e), at most 1/3.
        T s = e / (e + T.Create(2f));
        T w = s * s;
        T p = T.Create(0.140125707f);
        p = T.FusedMultiplyAdd(p, w, T.Create(0.139995068f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.200108528f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.333332062f));
        T twice = s + s;
        return T.FusedMultiplyAdd(twice, w * p, twice) + T.WhereGreater(x, zero, x, zero);
    }

    /// <summary>
    /// The upper tail Q(|x|) of the standard normal distribution, and e^(-x^2 / 2). With erfc: Q(a) = erfc(a / sqrt 2) / 2.
    /// Both keep their relative accuracy in the tail, up to |x| = 13, where they underflow to 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalTail<T>(T x, out T exponential)
        where T : struct, IFloatVector<T>
    {
        T limit = T.Create(14f);
        T a = T.Abs(x);
        a = T.WhereGreater(a, limit, limit, a);

        // a^2 = square + rest exactly: the rounding of the square would cost the tail its accuracy.
        T square = a * a;
        T rest = T.FusedMultiplyAdd(a, a, T.Create(0f) - square);
        T e = ExpWithoutOverflow(square * T.Create(-0.5f));
        exponential = T.FusedMultiplyAdd(e, rest * T.Create(-0.5f), e);

        // Q(a) = e^(-a^2 / 2) w P(w) with w = 1 / (1 + 0.3 a), a minimax polynomial.
        T w = T.Create(1f) / T.FusedMultiplyAdd(a, T.Create(0.3f), T.Create(1f));
        T p = T.Create(-0.0206234623f);
        p = T.FusedMultiplyAdd(p, w, T.Create(0.112435572f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-0.228213504f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.191784412f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-0.0794233903f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.096156776f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.078389667f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.110235423f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.119571812f));
        p = T.FusedMultiplyAdd(p, w, T.Create(0.119686693f));
        return exponential * (w * p);
    }

    // Splits x = n ln 2 + r with |r| <= ln 2 / 2 and gives e^r - 1, a minimax polynomial; n stands in the low bits of shifted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReduceAndExpm1<T>(T x, out T shifted)
        where T : struct, IFloatVector<T>
    {
        T shift = T.Create(RoundingShift);
        shifted = T.FusedMultiplyAdd(x, T.Create(1.44269502f), shift);
        T n = shifted - shift;

        // ln 2 in two parts: the first product cancels exactly.
        T r = T.FusedMultiplyAdd(n, T.Create(-0.693147182f), x);
        r = T.FusedMultiplyAdd(n, T.Create(1.90465421e-9f), r);
        T p = T.Create(0.00139464648f);
        p = T.FusedMultiplyAdd(p, r, T.Create(0.00836659223f));
        p = T.FusedMultiplyAdd(p, r, T.Create(0.0416662805f));
        p = T.FusedMultiplyAdd(p, r, T.Create(0.166665435f));
        p = T.FusedMultiplyAdd(p, r, T.Create(0.5f));
        return T.FusedMultiplyAdd(r * r, p, r);
    }
}
