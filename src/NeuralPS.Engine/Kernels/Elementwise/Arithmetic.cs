using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// Sums, products and limits, element by element, each operation rounded once. The same as in System.Numerics.Tensors, but fast from the
/// first call on: what every batch needs should not wait until the runtime has found out that it is called often.
/// </summary>
internal static class Arithmetic
{
    /// <summary>z = x + y.</summary>
    public static void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<AddOperation>(x, y, z);

    /// <summary>z = x - y.</summary>
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<SubtractOperation>(x, y, z);

    /// <summary>z = x y.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<MultiplyOperation>(x, y, z);

    /// <summary>z = x / y.</summary>
    public static void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<DivideOperation>(x, y, z);

    /// <summary>z = x + <paramref name="constant"/>.</summary>
    public static void Add(ReadOnlySpan<float> x, float constant, Span<float> z) => ElementwiseDriver.Run(x, z, new WithRight<AddOperation>(constant));

    /// <summary>z = x <paramref name="factor"/>.</summary>
    public static void Multiply(ReadOnlySpan<float> x, float factor, Span<float> z) => ElementwiseDriver.Run(x, z, new WithRight<MultiplyOperation>(factor));

    /// <summary>z = x / <paramref name="divisor"/>.</summary>
    public static void Divide(ReadOnlySpan<float> x, float divisor, Span<float> z) => ElementwiseDriver.Run(x, z, new WithRight<DivideOperation>(divisor));

    /// <summary>z = x <paramref name="factor"/> + y, rounded twice.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> x, float factor, ReadOnlySpan<float> y, Span<float> z) =>
        ElementwiseDriver.Run(x, y, z, new ScaledSum(factor));

    /// <summary>z = x, but at least -<paramref name="limit"/> and at most <paramref name="limit"/>; NaN stays.</summary>
    public static void Clamp(ReadOnlySpan<float> x, float limit, Span<float> z) => ElementwiseDriver.Run(x, z, new Clamped(limit));

    private readonly struct ScaledSum(float factor) : IBinaryOperation
    {
        private readonly float _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T> => (x1 * T.Create(_factor)) + x2;
    }

    private readonly struct Clamped(float limit) : IUnaryOperation
    {
        private readonly float _limit = limit;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T>
        {
            T high = T.Create(_limit);
            T low = T.Create(-_limit);
            x = T.WhereGreater(x, high, high, x);
            return T.WhereGreater(low, x, low, x);
        }
    }
}
