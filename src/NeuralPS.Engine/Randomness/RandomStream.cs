using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Randomness;

/// <summary>
/// Random numbers addressed by (seed, purpose, index, epoch, step, element): the same address gives the same number in every
/// process and on every thread.
/// </summary>
/// <param name="seed">The seed that the user chose.</param>
/// <param name="purpose">What the numbers are for.</param>
/// <param name="index">Which user of the purpose: a layer, a tensor, a sample; below 2^24.</param>
/// <param name="epoch">The epoch, or 0.</param>
/// <param name="step">The step within the epoch, or 0.</param>
internal readonly struct RandomStream(ulong seed, RandomPurpose purpose, int index = 0, int epoch = 0, int step = 0)
{
    private readonly uint _address = ((uint)purpose << 24) ^ (uint)index;

    /// <summary>The random word of <paramref name="element"/>.</summary>
    public uint GetUInt32(long element)
    {
        (uint a, uint b, uint c, uint d) = GetBlock(element >> 2);
        return (element & 3) switch { 0 => a, 1 => b, 2 => c, _ => d };
    }

    /// <summary>The key under which its blocks are generated.</summary>
    public ulong Key => seed;

    /// <summary>The counter of a block.</summary>
    public (uint A, uint B, uint C, uint D) GetCounter(long block) => ((uint)block, (uint)step, (uint)epoch, _address);

    /// <summary>Four random words: of the elements 4 <paramref name="block"/> to 4 <paramref name="block"/> + 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (uint A, uint B, uint C, uint D) GetBlock(long block) =>
        Philox.Generate(seed, GetCounter(block));

    /// <summary>A number in [0, 1) with 53 random bits, from the elements 2 <paramref name="element"/> and 2 element + 1.</summary>
    public double GetUniform(long element)
    {
        (uint a, uint b, uint c, uint d) = GetBlock(element >> 1);
        return (element & 1) == 0 ? ToUniform(a, b) : ToUniform(c, d);
    }

    /// <summary>A standard normal number (Box-Muller); uses the uniform numbers 2 element and 2 element + 1.</summary>
    public double GetNormal(long element)
    {
        (uint a, uint b, uint c, uint d) = GetBlock(element);
        double radius = Math.Sqrt(-2 * Math.Log(1 - ToUniform(a, b)));
        return radius * Math.Cos(2 * Math.PI * ToUniform(c, d));
    }

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> - 1, without noticeable bias.</summary>
    public int GetInteger(long element, int exclusiveMaximum) => (int)(GetUniform(element) * exclusiveMaximum);

    /// <summary>
    /// Puts <paramref name="items"/> into random order (Fisher-Yates): from the last on, item i changes places with the one at
    /// <see cref="GetInteger"/>(i, i + 1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Shuffle(Span<int> items)
    {
        for (int pair = (items.Length - 1) >> 1; pair >= 0; pair--)
        {
            // The numbers of two neighbours are of one block.
            (uint a, uint b, uint c, uint d) = GetBlock(pair);
            Exchange(items, (2 * pair) + 1, ToUniform(c, d));
            Exchange(items, 2 * pair, ToUniform(a, b));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToUniform(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(Span<int> items, int i, double uniform)
    {
        if (i < items.Length)
        {
            int j = (int)(uniform * (i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
