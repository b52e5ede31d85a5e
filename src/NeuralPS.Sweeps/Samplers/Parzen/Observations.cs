using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// The finished trials that have certain parameters, as coordinates, in order of time and of quality. It is kept up as the history grows;
/// a history that is a little shorter than the last one costs as little.
/// </summary>
/// <param name="names">The names of the parameters.</param>
/// <param name="axes">Their axes.</param>
internal sealed class Observations(string[] names, Axis[] axes)
{
    private const int OtherLimit = 200;

    // In the order of time: the longest history so far. A trial that does not have the parameters has no coordinates.
    private readonly List<Trial> _trials = [];
    private readonly List<double[]?> _points = [];
    private readonly List<Score> _scores = [];

    // Places in the lists above, only of the first _length trials.
    private readonly List<int> _byTime = [];
    private readonly List<int> _byScore = [];
    private readonly ParetoLevels _levels = new();
    private int _length;
    private int _usable;

    /// <summary>The axes of the parameters.</summary>
    public Axis[] Axes => axes;

    /// <summary>How many trials have the parameters.</summary>
    public int Count => _byTime.Count;

    /// <summary>How many of them have a value by which they can be compared.</summary>
    public int UsableCount => _usable;

    /// <summary>Whether it was made for these parameters.</summary>
    public bool IsFor(SearchSpace space)
    {
        if (space.Count != names.Length)
        {
            return false;
        }

        int d = 0;
        foreach ((string name, Domain domain) in space)
        {
            if (name != names[d] || !ReferenceEquals(domain, axes[d].Domain))
            {
                return false;
            }

            d++;
        }

        return true;
    }

    /// <summary>The coordinates of a trial, by its place.</summary>
    public double[] GetPoint(int place) => _points[place]!;

    /// <summary>Makes this the state after a history.</summary>
    public void Update(SamplerContext context)
    {
        IReadOnlyList<Trial> history = context.History;
        int common = Math.Min(history.Count, _trials.Count);
        if (common > 0 && !ReferenceEquals(history[common - 1], _trials[common - 1]))
        {
            _trials.Clear();
            _points.Clear();
            _scores.Clear();
            Clear();
        }

        for (int i = _trials.Count; i < history.Count; i++)
        {
            _trials.Add(history[i]);
            _points.Add(ToPoint(history[i]));
            _scores.Add(Score.Of(history[i], context.Objectives));
        }

        bool isSingle = context.Objectives.Length == 1;
        if (!isSingle && _length > history.Count)
        {
            Clear();
        }

        for (; _length > history.Count; _length--)
        {
            Remove(_length - 1);
        }

        for (; _length < history.Count; _length++)
        {
            Add(_length, isSingle ? null : context);
        }
    }

    /// <summary>The coordinates of a trial in its parameters.</summary>
    /// <returns>Null when it lacks one of them, or has a value that the domain no longer has.</returns>
    public double[]? ToPoint(Trial trial)
    {
        double[] point = new double[axes.Length];
        for (int d = 0; d < axes.Length; d++)
        {
            if (!trial.Parameters.TryGetValue(names[d], out TrialParameter parameter)
                || double.IsNaN(point[d] = axes[d].ToCoordinate(parameter)))
            {
                return null;
            }
        }

        return point;
    }

    /// <summary>The places of the best trials, best first where there is an order; with the weights that they have.</summary>
    /// <param name="count">How many; fewer when fewer are usable.</param>
    public (int Place, double Weight)[] GetBest(int count)
    {
        count = Math.Min(count, _usable);
        (int Place, double Weight)[] pareto = _levels.Select(count);
        if (pareto.Length == count && count > 0)
        {
            return pareto;
        }

        List<(int Place, double Weight)> best = [.. pareto];
        HashSet<int> chosen = [.. best.Select(b => b.Place)];
        for (int i = 0; best.Count < count; i++)
        {
            if (!chosen.Contains(_byScore[i]))
            {
                best.Add((_byScore[i], 1));
            }
        }

        return [.. best];
    }

    /// <summary>
    /// The coordinates of the trials that are not among the best: the latest hundred, and of those before at most a hundred, evenly over
    /// time. More would cost time, and hardly change where they are thin.
    /// </summary>
    /// <param name="best">The places of the best.</param>
    public List<double[]> GetOthers(HashSet<int> best)
    {
        List<double[]> others = [];
        int end = _byTime.Count;
        for (; end > 0 && others.Count < OtherLimit / 2; end--)
        {
            AddUnlessIn(best, _byTime[end - 1], others);
        }

        int older = Math.Min(end, OtherLimit / 2);
        for (int i = 0; i < older; i++)
        {
            AddUnlessIn(best, _byTime[(int)((long)i * end / older)], others);
        }

        return others;
    }

    private void AddUnlessIn(HashSet<int> best, int place, List<double[]> others)
    {
        if (!best.Contains(place))
        {
            others.Add(_points[place]!);
        }
    }

    private void Clear()
    {
        _byTime.Clear();
        _byScore.Clear();
        _levels.Clear();
        (_length, _usable) = (0, 0);
    }

    private void Add(int place, SamplerContext? several)
    {
        if (_points[place] is null)
        {
            return;
        }

        _byTime.Add(place);
        _byScore.Insert(Find(place), place);
        _usable += _scores[place].IsUsable ? 1 : 0;
        if (several is not null && _scores[place] is { IsUsable: true, Violation: 0 })
        {
            _levels.Add(place, [.. _trials[place].Values.Select((value, i) => several.Objectives[i].ToLoss(value))]);
        }
    }

    private void Remove(int place)
    {
        if (_points[place] is not null)
        {
            _byTime.RemoveAt(_byTime.Count - 1);
            _byScore.RemoveAt(Find(place));
            _usable -= _scores[place].IsUsable ? 1 : 0;
        }
    }

    // Where a place is, or belongs, among those sorted by score and then by time.
    private int Find(int place)
    {
        int low = 0;
        int high = _byScore.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int order = _scores[_byScore[middle]].CompareTo(_scores[place]);
            order = order != 0 ? order : _byScore[middle].CompareTo(place);
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
