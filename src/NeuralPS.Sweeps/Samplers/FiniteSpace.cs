using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>Points of a space as numbers. The points of finite domains are counted: the last domain changes fastest.</summary>
internal static class FiniteSpace
{
    private const int Tries = 16;
    private const int WalkLimit = 1 << 16;

    /// <summary>The internal values of a point.</summary>
    /// <param name="domains">Finite ones.</param>
    /// <param name="index">From 0 to the number of points - 1.</param>
    /// <param name="point">Receives one value for each domain.</param>
    public static void GetPoint(ReadOnlySpan<Domain> domains, long index, Span<double> point)
    {
        for (int d = domains.Length - 1; d >= 0; d--)
        {
            long count = domains[d].Count!.Value;
            point[d] = GetValue(domains[d], index % count);
            index /= count;
        }
    }

    /// <summary>The point as parameters by name.</summary>
    public static Dictionary<string, double> ToParameters(SearchSpace space, double[] point) =>
        new(space.Keys.Zip(point, KeyValuePair.Create), StringComparer.Ordinal);

    /// <summary>A new point: drawn at random a few times, then looked for from a random place on.</summary>
    /// <param name="domains">Finite ones.</param>
    /// <param name="count">How many points they have.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="isNew">Whether a point is new; it may keep a new one.</param>
    /// <returns>The point, or null when it found none.</returns>
    public static double[]? FindNew(Domain[] domains, long count, ref TrialRandom random, Func<double[], bool> isNew)
    {
        double[] point = new double[domains.Length];
        for (int i = 0; i < Tries; i++)
        {
            for (int d = 0; d < point.Length; d++)
            {
                point[d] = domains[d].FromUnit(random.NextUniform());
            }

            if (isNew(point))
            {
                return point;
            }
        }

        long start = (long)(random.NextUniform() * count);
        for (long i = 0; i < Math.Min(count, WalkLimit); i++)
        {
            GetPoint(domains, (start + i) % count, point);
            if (isNew(point))
            {
                return point;
            }
        }

        return null;
    }

    /// <summary>The internal value at a place of a finite domain.</summary>
    public static double GetValue(Domain domain, long place) => domain is IntegerDomain { IsLog: true } integer
        ? integer.Low + place
        : domain.FromUnit((place + 0.5) / domain.Count!.Value);
}
