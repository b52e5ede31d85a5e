using System.Runtime.CompilerServices;
using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Reads a random stream word by word. Uses only arithmetic that IEEE 754 defines to the bit, no logarithm and no cosine, so that
/// the same seed draws the same picture on every processor and operating system.
/// </summary>
/// <param name="stream">The stream to read from its beginning.</param>
internal struct RandomSequence(RandomStream stream)
{
    private long _block;
    private int _used = 4;
    private (uint A, uint B, uint C, uint D) _words;

    /// <summary>The next random word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint NextWord()
    {
        if (_used == 4)
        {
            _words = stream.GetBlock(_block++);
            _used = 0;
        }

        return _used++ switch { 0 => _words.A, 1 => _words.B, 2 => _words.C, _ => _words.D };
    }

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public float NextUniform() => (NextWord() >> 8) * (1f / (1 << 24));

    /// <summary>A number in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    public float NextBetween(float minimum, float maximum) => minimum + ((maximum - minimum) * NextUniform());

    /// <summary>A number from 0 to <paramref name="exclusiveMaximum"/> - 1.</summary>
    public int NextInteger(int exclusiveMaximum) => (int)(((ulong)NextWord() * (uint)exclusiveMaximum) >> 32);

    /// <summary>
    /// A number with mean 0 and standard deviation 1 that is nearly normal (the sum of four uniform ones, Irwin-Hall) and never
    /// beyond 3.47: a hand wavers, but it does not miss the paper.
    /// </summary>
    public float NextWaver()
    {
        uint first = NextWord();
        uint second = NextWord();
        int sum = (int)(first & 0xFFFF) + (int)(first >> 16) + (int)(second & 0xFFFF) + (int)(second >> 16);
        return (sum - (2 * 65535)) * (1f / 37837.23f); // sqrt(4 (65536^2 - 1) / 12)
    }
}
