using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Randomness;

/// <summary>Two vectors of words as one: the rounds of one vector fill the time in which the other waits for its products.</summary>
/// <typeparam name="T">The type of each.</typeparam>
internal readonly unsafe struct WordPair<T> : IWordVector<WordPair<T>>
    where T : struct, IWordVector<T>
{
    private readonly T _low;
    private readonly T _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WordPair(T low, T high)
    {
        _low = low;
        _high = high;
    }

    /// <inheritdoc/>
    public static int Count => 2 * T.Count;

    /// <inheritdoc/>
    public static bool IsSupported => T.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair<T> Xor(WordPair<T> x, WordPair<T> y, ulong* z) => new(T.Xor(x._low, y._low, z), T.Xor(x._high, y._high, z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair<T> Create(uint value) => new(T.Create(value), T.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair<T> CreateSequence(uint start) => new(T.CreateSequence(start), T.CreateSequence(start + (uint)T.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair<T> Multiply(WordPair<T> x, uint factor) => new(T.Multiply(x._low, factor), T.Multiply(x._high, factor));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordPair<T> HighHalf(WordPair<T> x) => new(T.HighHalf(x._low), T.HighHalf(x._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(WordPair<T> x, uint threshold) =>
        T.AtLeast(x._low, threshold) | (T.AtLeast(x._high, threshold) << T.Count);
}
