using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// Sums, products and limits, element by element, each operation rounded once. The same as in System.Numerics.Tensors, but fast from the
/// first call on: what every batch needs should not wait until the runtime has found out that it is called often.
/// </summary>
internal static class Arithmetic
{
    /// <summary>z = x + y.</summary>
    public static void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<Sum>(x, y, z);

    /// <summary>z = x - y.</summary>
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<Difference>(x, y, z);

    /// <summary>z = x y.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<Product>(x, y, z);

    /// <summary>z = x / y.</summary>
    public static void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => ElementwiseDriver.Run<Quotient>(x, y, z);

    /// <summary>z = x + <paramref name="constant"/>.</summary>
    public static void Add(ReadOnlySpan<float> x, float constant, Span<float> z) => ElementwiseDriver.Run(x, z, new Shifted(constant));

    /// <summary>z = x <paramref name="factor"/>.</summary>
    public static void Multiply(ReadOnlySpan<float> x, float factor, Span<float> z) => ElementwiseDriver.Run(x, z, new Scaled(factor));

    /// <summary>z = x / <paramref name="divisor"/>.</summary>
    public static void Divide(ReadOnlySpan<float> x, float divisor, Span<float> z) => ElementwiseDriver.Run(x, z, new Divided(divisor));

    /// <summary>z = x <paramref name="factor"/> + y, rounded twice.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> x, float factor, ReadOnlySpan<float> y, Span<float> z) =>
        ElementwiseDriver.Run(x, y, z, new ScaledSum(factor));

    /// <summary>z = x, but at least -<paramref name="limit"/> and at most <paramref name="limit"/>; NaN stays.</summary>
    public static void Clamp(ReadOnlySpan<float> x, float limit, Span<float> z) => ElementwiseDriver.Run(x, z, new Clamped(limit));

    private readonly struct Sum : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T> => x1 + x2;
    }

    private readonly struct Difference : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T> => x1 - x2;
    }

    private readonly struct Product : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T> => x1 * x2;
    }

    private readonly struct Quotient : IBinaryOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T> => x1 / x2;
    }

    private readonly struct Shifted(float constant) : IUnaryOperation
    {
        private readonly float _constant = constant;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => x + T.Create(_constant);
    }

    private readonly struct Scaled(float factor) : IUnaryOperation
    {
        private readonly float _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => x * T.Create(_factor);
    }

    private readonly struct Divided(float divisor) : IUnaryOperation
    {
        private readonly float _divisor = divisor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => x / T.Create(_divisor);
    }

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
