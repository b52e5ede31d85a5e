using System.Numerics;
using NeuralPS.Sweeps.Randomness;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// A random order of the numbers from 0 to count - 1 that takes no memory: a Feistel network over the next even number of bits, followed
/// until it lands inside (J. Black and P. Rogaway, "Ciphers with arbitrary finite domains", 2002).
/// </summary>
/// <param name="seed">Chooses the order.</param>
/// <param name="count">At least 1.</param>
internal readonly struct Shuffle(ulong seed, long count)
{
    private const int Rounds = 6;
    private readonly int _half = Math.Max(1, (65 - BitOperations.LeadingZeroCount((ulong)(count - 1))) / 2);

    /// <summary>The number at a place of the order.</summary>
    public long this[long place]
    {
        get
        {
            do
            {
                place = Permute(place);
            }
            while (place >= count);
            return place;
        }
    }

    private long Permute(long value)
    {
        ulong mask = (1UL << _half) - 1;
        ulong left = (ulong)value >> _half;
        ulong right = (ulong)value & mask;
        for (int round = 0; round < Rounds; round++)
        {
            TrialRandom random = new(seed + right, round, "Shuffle");
            (left, right) = (right, left ^ (random.NextUInt64() & mask));
        }

        return (long)((left << _half) | right);
    }
}
