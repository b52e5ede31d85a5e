using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>8 floats.</summary>
internal readonly unsafe struct Float256 : IFloatVector<Float256>
{
    private readonly Vector256<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float256(Vector256<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector256<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator +(Float256 left, Float256 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator -(Float256 left, Float256 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator *(Float256 left, Float256 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 operator /(Float256 left, Float256 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Create(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Load(float* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => _value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 LoadFirst(float* source, int count)
    {
        if (Avx.IsSupported)
        {
            return new(Avx.MaskLoad(source, First(count)));
        }

        float* padded = stackalloc float[Vector256<float>.Count];
        for (int i = 0; i < Vector256<float>.Count; i++)
        {
            padded[i] = i < count ? source[i] : 0;
        }

        return Load(padded);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* destination, int count)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(destination, First(count), _value);
            return;
        }

        float* padded = stackalloc float[Vector256<float>.Count];
        Store(padded);
        for (int i = 0; i < count; i++)
        {
            destination[i] = padded[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 FusedMultiplyAdd(Float256 x, Float256 y, Float256 z) =>
        new(Vector256.FusedMultiplyAdd(x._value, y._value, z._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Abs(Float256 x) => new(Vector256.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 CopySign(Float256 magnitude, Float256 sign) => new(Vector256.CopySign(magnitude._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 WhereGreater(Float256 x, Float256 y, Float256 then, Float256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 WhereEqual(Float256 x, Float256 y, Float256 then, Float256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualLanes(Float256 x, Float256 y) =>
        (uint)Vector256.ExtractMostSignificantBits(Vector256.Equals(x._value, y._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 WhereNaN(Float256 x, Float256 then, Float256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.IsNaN(x._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 AddToExponent(Float256 x, Float256 exponent) =>
        new((x._value.AsInt32() + Vector256.ShiftLeft(exponent._value.AsInt32(), 23)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float256 Keep(uint bits, Float256 x)
    {
        Vector256<uint> lanes = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<float> kept = Vector256.Equals(Vector256.Create(bits) & lanes, lanes).AsSingle();
        return new(Vector256.ConditionalSelect(kept, x._value, Vector256<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}
