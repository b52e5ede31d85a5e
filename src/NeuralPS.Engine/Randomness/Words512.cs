using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Randomness;

/// <summary>8 words.</summary>
internal readonly unsafe struct Words512 : IWordVector<Words512>
{
    // The truth table of x ^ y ^ z.
    private const byte ExclusiveOr = 0x96;

    private readonly Vector512<ulong> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words512(Vector512<ulong> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<ulong>.Count;

    /// <inheritdoc/>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Xor(Words512 x, Words512 y, ulong* z) =>
        new(Avx512F.TernaryLogic(x._value, y._value, Vector512.Create(*z), ExclusiveOr));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Create(uint value) => new(Vector512.Create((ulong)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 CreateSequence(uint start) => new(Vector512.Create((ulong)start) + Vector512<ulong>.Indices);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Multiply(Words512 x, uint factor) =>
        new(Avx512F.Multiply(x._value.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 HighHalf(Words512 x) => new(Vector512.ShiftRightLogical(x._value, 32));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(Words512 x, uint threshold) => (uint)Vector512.GreaterThanOrEqual(
        Vector512.ShiftLeft(x._value, 32), Vector512.Create((ulong)threshold << 32)).ExtractMostSignificantBits();
}
