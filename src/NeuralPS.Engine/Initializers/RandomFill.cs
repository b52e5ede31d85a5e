using System.Runtime.CompilerServices;
using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Initializers;

/// <summary>
/// Fills tensors with random numbers, four from each Philox block: element i depends on the seed, the tensor and i alone.
/// </summary>
internal static class RandomFill
{
    private const double WordScale = 1.0 / (1L << 32);

    /// <summary>Numbers evenly distributed from -<paramref name="limit"/> to <paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Uniform(Span<float> weights, double limit, ulong seed, int tensorIndex)
    {
        var stream = new RandomStream(seed, RandomPurpose.Initialization, tensorIndex);
        Span<float> four = stackalloc float[4];
        for (int i = 0; i < weights.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = stream.GetBlock(i >> 2);
            four[0] = (float)(limit * ((2 * ToUnit(a)) - 1));
            four[1] = (float)(limit * ((2 * ToUnit(b)) - 1));
            four[2] = (float)(limit * ((2 * ToUnit(c)) - 1));
            four[3] = (float)(limit * ((2 * ToUnit(d)) - 1));
            Copy(four, weights, i);
        }
    }

    /// <summary>Normally distributed numbers, by Box and Muller: two from two evenly distributed ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normal(Span<float> weights, double mean, double standardDeviation, ulong seed, int tensorIndex)
    {
        var stream = new RandomStream(seed, RandomPurpose.Initialization, tensorIndex);
        Span<float> four = stackalloc float[4];
        for (int i = 0; i < weights.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = stream.GetBlock(i >> 2);
            SetPair(four, a, b, mean, standardDeviation);
            SetPair(four[2..], c, d, mean, standardDeviation);
            Copy(four, weights, i);
        }
    }

    private static void SetPair(Span<float> pair, uint radiusWord, uint angleWord, double mean, double standardDeviation)
    {
        double radius = standardDeviation * Math.Sqrt(-2 * Math.Log(ToUnit(radiusWord)));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * ToUnit(angleWord));
        pair[0] = (float)(mean + (radius * cos));
        pair[1] = (float)(mean + (radius * sin));
    }

    // In the middle of its interval: never 0, whose logarithm is infinite, and never 1.
    private static double ToUnit(uint word) => (word + 0.5) * WordScale;

    private static void Copy(ReadOnlySpan<float> four, Span<float> weights, int start) =>
        four[..Math.Min(4, weights.Length - start)].CopyTo(weights[start..]);
}
