using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// A sequence of points in which none comes again before a finite space is used up. It is worked out from its own beginning, not from the
/// trials, so that the point of a trial depends on nothing but seed, space and number, whichever trials are known.
/// </summary>
internal sealed class DistinctSequence
{
    private readonly Domain[] _domains;
    private readonly long? _count;
    private readonly ulong _seed;
    private readonly Action<int, double[]> _generate;
    private readonly List<double[]> _points = [];
    private readonly HashSet<PointKey> _used = [];

    /// <summary>Begins the sequence.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">Of the points that stand in for those that came before.</param>
    /// <param name="generate">Writes the internal values that a number has at first.</param>
    public DistinctSequence(SearchSpace space, ulong seed, Action<int, double[]> generate)
    {
        _domains = [.. space.Values];
        _count = space.PointCount;
        (Space, _seed, _generate) = (space, seed, generate);
    }

    /// <summary>The space.</summary>
    public SearchSpace Space { get; }

    /// <summary>The point of a trial.</summary>
    /// <param name="number">The number of the trial.</param>
    public double[] this[int number]
    {
        get
        {
            if (_count is null)
            {
                double[] point = new double[_domains.Length];
                _generate(number, point);
                return point;
            }

            while (_points.Count <= number)
            {
                _points.Add(Next(_points.Count, _count.Value));
            }

            return _points[number];
        }
    }

    private double[] Next(int number, long count)
    {
        if (_used.Count == count)
        {
            _used.Clear();
        }

        double[] point = new double[_domains.Length];
        _generate(number, point);
        if (_used.Add(new PointKey(point)))
        {
            return point;
        }

        TrialRandom random = new(_seed, number, "Duplicate");
        return FiniteSpace.FindNew(_domains, count, ref random, other => _used.Add(new PointKey(other))) ?? point;
    }
}
