namespace NeuralPS.Sweeps.Randomness;

/// <summary>
/// Random numbers of one trial for one purpose: a stream that starts at a hash of (seed, number of the trial, purpose), so that no
/// draw moves another. SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
/// </summary>
internal struct TrialRandom
{
    private const ulong Weyl = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>Starts the stream.</summary>
    /// <param name="seed">The seed of the sweep.</param>
    /// <param name="number">The number of the trial.</param>
    /// <param name="purpose">What the numbers are for: the name of a sampler and of a parameter.</param>
    public TrialRandom(ulong seed, int number, string purpose)
    {
        ulong state = Mix(seed + Weyl);
        state = Mix(state + (uint)number + Weyl);
        foreach (char c in purpose)
        {
            state = Mix(state + c + Weyl);
        }

        _state = state;
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += Weyl);

    /// <summary>The next number in [0, 1), with 53 random bits.</summary>
    public double NextUniform() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number from 0 to <paramref name="exclusiveMaximum"/> - 1, without noticeable bias.</summary>
    public int NextInteger(int exclusiveMaximum) => (int)(NextUniform() * exclusiveMaximum);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
