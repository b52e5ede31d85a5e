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
    public (uint A, uint B, uint C, uint D) GetBlock(long block) =>
        Philox.Generate(seed, GetCounter(block));

    /// <summary>A number in [0, 1) with 53 random bits, from the elements 2 <paramref name="element"/> and 2 element + 1.</summary>
    public double GetUniform(long element)
    {
        ulong bits = ((ulong)GetUInt32(2 * element) << 32) | GetUInt32((2 * element) + 1);
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A standard normal number (Box-Muller); uses the uniform numbers 2 element and 2 element + 1.</summary>
    public double GetNormal(long element)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - GetUniform(2 * element)));
        return radius * Math.Cos(2 * Math.PI * GetUniform((2 * element) + 1));
    }

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> - 1, without noticeable bias.</summary>
    public int GetInteger(long element, int exclusiveMaximum) => (int)(GetUniform(element) * exclusiveMaximum);

    /// <summary>Puts <paramref name="items"/> into random order (Fisher-Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = GetInteger(i, i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
