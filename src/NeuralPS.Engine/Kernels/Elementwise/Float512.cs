using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>16 floats.</summary>
internal readonly unsafe struct Float512 : IFloatVector<Float512>
{
    private readonly Vector512<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Float512(Vector512<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator +(Float512 left, Float512 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator -(Float512 left, Float512 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator *(Float512 left, Float512 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 operator /(Float512 left, Float512 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Create(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Load(float* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination) => _value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 LoadFirst(float* source, int count)
    {
        if (Avx512F.IsSupported)
        {
            return new(Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero));
        }

        float* padded = stackalloc float[Vector512<float>.Count];
        for (int i = 0; i < Vector512<float>.Count; i++)
        {
            padded[i] = i < count ? source[i] : 0;
        }

        return Load(padded);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* destination, int count)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(destination, First(count), _value);
            return;
        }

        float* padded = stackalloc float[Vector512<float>.Count];
        Store(padded);
        for (int i = 0; i < count; i++)
        {
            destination[i] = padded[i];
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 FusedMultiplyAdd(Float512 x, Float512 y, Float512 z) =>
        new(Vector512.FusedMultiplyAdd(x._value, y._value, z._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Abs(Float512 x) => new(Vector512.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 CopySign(Float512 magnitude, Float512 sign) => new(Vector512.CopySign(magnitude._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 WhereGreater(Float512 x, Float512 y, Float512 then, Float512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 WhereEqual(Float512 x, Float512 y, Float512 then, Float512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(x._value, y._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint EqualLanes(Float512 x, Float512 y) =>
        (uint)Vector512.ExtractMostSignificantBits(Vector512.Equals(x._value, y._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 WhereNaN(Float512 x, Float512 then, Float512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.IsNaN(x._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 AddToExponent(Float512 x, Float512 exponent) =>
        new((x._value.AsInt32() + Vector512.ShiftLeft(exponent._value.AsInt32(), 23)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float512 Keep(uint bits, Float512 x)
    {
        Vector512<uint> lanes = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<float> kept = Vector512.Equals(Vector512.Create(bits) & lanes, lanes).AsSingle();
        return new(Vector512.ConditionalSelect(kept, x._value, Vector512<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
