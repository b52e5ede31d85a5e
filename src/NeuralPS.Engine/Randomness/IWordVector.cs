namespace NeuralPS.Engine.Randomness;

/// <summary>
/// A hardware vector of 32-bit words in lanes of 64 bits, whose upper halves may hold anything: room for the products of Philox.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface IWordVector<TSelf>
    where TSelf : struct, IWordVector<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>True when the processor has it.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>The exclusive or of two vectors and of a number in memory, the same for all lanes.</summary>
    static abstract TSelf Xor(TSelf x, TSelf y, ulong* z);

    /// <summary>The same word in every lane.</summary>
    static abstract TSelf Create(uint value);

    /// <summary>start, start + 1, ...</summary>
    static abstract TSelf CreateSequence(uint start);

    /// <summary>The products of the lower halves with <paramref name="factor"/>, of 64 bits.</summary>
    static abstract TSelf Multiply(TSelf x, uint factor);

    /// <summary>The upper halves.</summary>
    static abstract TSelf HighHalf(TSelf x);

    /// <summary>A bit for each lane, the first lowest: set where the word is at least <paramref name="threshold"/>.</summary>
    static abstract uint AtLeast(TSelf x, uint threshold);
}
