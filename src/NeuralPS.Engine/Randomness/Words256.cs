using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Randomness;

/// <summary>4 words.</summary>
internal readonly unsafe struct Words256 : IWordVector<Words256>
{
    private readonly Vector256<ulong> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words256(Vector256<ulong> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector256<ulong>.Count;

    /// <inheritdoc/>
    public static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Xor(Words256 x, Words256 y, ulong* z) =>
        new(x._value ^ y._value ^ Vector256.Create(*z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Create(uint value) => new(Vector256.Create((ulong)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 CreateSequence(uint start) => new(Vector256.Create((ulong)start) + Vector256<ulong>.Indices);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Multiply(Words256 x, uint factor) =>
        new(Avx2.Multiply(x._value.AsUInt32(), Vector256.Create((ulong)factor).AsUInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 HighHalf(Words256 x) => new(Vector256.ShiftRightLogical(x._value, 32));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Words256 x, uint threshold) => (uint)Vector256.GreaterThanOrEqual(
        Vector256.ShiftLeft(x._value, 32), Vector256.Create((ulong)threshold << 32)).ExtractMostSignificantBits();
}
