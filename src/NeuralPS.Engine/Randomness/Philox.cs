using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Randomness;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011): four random words as a pure
/// function of a key and a counter. Any number can be had without those before it, in any order, on any thread.
/// </summary>
internal static class Philox
{
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
        for (int round = 0; round < 10; round++)
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

    /// <summary>The same for a vector of counters, lane by lane; replaces the counters by the words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Generate<T>(ulong key, ref T a, ref T b, ref T c, ref T d)
        where T : struct, IWordVector<T>
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            T product0 = T.Multiply(a, Multiplier0);
            T product1 = T.Multiply(c, Multiplier1);
            a = T.HighHalf(product1) ^ b ^ T.Create(key0);
            b = product1;
            c = T.HighHalf(product0) ^ d ^ T.Create(key1);
            d = product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }
    }
}
