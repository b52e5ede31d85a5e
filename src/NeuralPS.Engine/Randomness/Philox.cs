using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Randomness;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011): four random words as a pure
/// function of a key and a counter. Any number can be had without those before it, in any order, on any thread.
/// </summary>
internal static class Philox
{
    /// <summary>The keys of all rounds.</summary>
    public const int KeyCount = 2 * Rounds;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four words at <paramref name="counter"/> under <paramref name="key"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) Generate(ulong key, (uint A, uint B, uint C, uint D) counter)
    {
        (uint a, uint b, uint c, uint d) = counter;
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * a;
            ulong product1 = (ulong)Multiplier1 * c;
            a = (uint)(product1 >> 32) ^ b ^ key0;
            b = (uint)product1;
            c = (uint)(product0 >> 32) ^ d ^ key1;
            d = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (a, b, c, d);
    }

    /// <summary>Writes the keys of all rounds, two for each.</summary>
    public static void ExpandKey(ulong key, Span<ulong> keys)
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            keys[2 * round] = key0;
            keys[(2 * round) + 1] = key1;
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }

    /// <summary>The same for a vector of counters, lane by lane; replaces the counters by the words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Generate<T>(ulong* keys, ref T a, ref T b, ref T c, ref T d)
        where T : struct, IWordVector<T>
    {
        for (int i = 0; i < KeyCount; i += 2)
        {
            T product0 = T.Multiply(a, Multiplier0);
            T product1 = T.Multiply(c, Multiplier1);
            a = T.Xor(T.HighHalf(product1), b, keys + i);
            b = product1;
            c = T.Xor(T.HighHalf(product0), d, keys + i + 1);
            d = product0;
        }
    }
}
