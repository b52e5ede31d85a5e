using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>sin x for |x| up to 8192: x = n pi + r with |r| at most pi / 2, and sin x = (-1)^n sin r.</summary>
internal readonly struct SineOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T n = AngleReduction.Round(x * T.Create(AngleReduction.InversePi));
        return AngleReduction.Sine(x, n, n);
    }
}

/// <summary>cos x for |x| up to 8192: x = (n - 1/2) pi + r, and cos x = (-1)^n sin r.</summary>
internal readonly struct CosineOperation : IUnaryOperation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : struct, IFloatVector<T>
    {
        T half = T.Create(0.5f);
        T n = AngleReduction.Round(T.FusedMultiplyAdd(x, T.Create(AngleReduction.InversePi), half));
        return AngleReduction.Sine(x, n - half, n);
    }
}

/// <summary>What sine and cosine share.</summary>
internal static class AngleReduction
{
    /// <summary>1 / pi.</summary>
    public const float InversePi = 0.318309886f;

    // Adding 1.5 * 2^23 rounds to a whole number.
    private const float RoundingShift = 12582912f;

    /// <summary>The nearest whole number, for magnitudes below 2^22.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round<T>(T x)
        where T : struct, IFloatVector<T> => x + T.Create(RoundingShift) - T.Create(RoundingShift);

    /// <summary>(-1)^n sin(x - turns pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sine<T>(T x, T turns, T n)
        where T : struct, IFloatVector<T>
    {
        // pi in three parts, of which the first product is exact enough to cancel.
        T r = T.FusedMultiplyAdd(turns, T.Create(-3.14159274f), x);
        r = T.FusedMultiplyAdd(turns, T.Create(8.74227766e-8f), r);
        r = T.FusedMultiplyAdd(turns, T.Create(3.4302816e-15f), r);

        // r - r^3 / 3! + ... up to r^13, whose rest is below 1e-9.
        T w = r * r;
        T p = T.Create(1.60590438e-10f);
        p = T.FusedMultiplyAdd(p, w, T.Create(-2.50521084e-8f));
        p = T.FusedMultiplyAdd(p, w, T.Create(2.75573192e-6f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-1.98412698e-4f));
        p = T.FusedMultiplyAdd(p, w, T.Create(8.33333333e-3f));
        p = T.FusedMultiplyAdd(p, w, T.Create(-0.166666667f));
        T sine = T.FusedMultiplyAdd(r * w, p, r);
        T halves = n * T.Create(0.5f);
        return T.WhereEqual(halves, Round(halves), sine, T.Create(0f) - sine);
    }
}
