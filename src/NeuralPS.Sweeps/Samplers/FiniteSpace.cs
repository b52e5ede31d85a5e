using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>Points of a space as numbers. The points of finite domains are counted: the last domain changes fastest.</summary>
internal static class FiniteSpace
{
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

    /// <summary>The internal value at a place of a finite domain.</summary>
    public static double GetValue(Domain domain, long place) => domain is IntegerDomain { IsLog: true } integer
        ? integer.Low + place
        : domain.FromUnit((place + 0.5) / domain.Count!.Value);
}
