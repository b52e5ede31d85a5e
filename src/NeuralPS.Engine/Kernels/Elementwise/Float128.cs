using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>4 floats.</summary>
internal readonly unsafe struct Float128 : IFloatVector<Float128>
{
    private readonly Vector128<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float128(Vector128<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector128<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 operator +(Float128 left, Float128 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 operator -(Float128 left, Float128 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 operator *(Float128 left, Float128 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 operator /(Float128 left, Float128 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Create(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Load(float* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => _value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 LoadFirst(float* source, int count)
    {
        if (Avx.IsSupported)
        {
            return new(Avx.MaskLoad(source, First(count)));
        }

        float* padded = stackalloc float[Vector128<float>.Count];
        for (int i = 0; i < Vector128<float>.Count; i++)
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

        float* padded = stackalloc float[Vector128<float>.Count];
        Store(padded);
        for (int i = 0; i < count; i++)
        {
            destination[i] = padded[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 FusedMultiplyAdd(Float128 x, Float128 y, Float128 z) =>
        new(Vector128.FusedMultiplyAdd(x._value, y._value, z._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Abs(Float128 x) => new(Vector128.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 CopySign(Float128 magnitude, Float128 sign) => new(Vector128.CopySign(magnitude._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 WhereGreater(Float128 x, Float128 y, Float128 then, Float128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 WhereEqual(Float128 x, Float128 y, Float128 then, Float128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualLanes(Float128 x, Float128 y) =>
        (uint)Vector128.ExtractMostSignificantBits(Vector128.Equals(x._value, y._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 WhereNaN(Float128 x, Float128 then, Float128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.IsNaN(x._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 AddToExponent(Float128 x, Float128 exponent) =>
        new((x._value.AsInt32() + Vector128.ShiftLeft(exponent._value.AsInt32(), 23)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float128 Keep(uint bits, Float128 x)
    {
        Vector128<uint> lanes = Vector128.Create(1u, 2, 4, 8);
        Vector128<float> kept = Vector128.Equals(Vector128.Create(bits) & lanes, lanes).AsSingle();
        return new(Vector128.ConditionalSelect(kept, x._value, Vector128<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> First(int count) => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
}
