using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Finds the earlier trial that has the same parameters. It remembers the history that it has seen, so that a question costs no more
/// after ten thousand trials than after ten; the answers depend on the context alone. One thread at a time.
/// </summary>
public sealed class DuplicateIndex
{
    private readonly List<Trial> _trials = [];
    private readonly Dictionary<PointKey, int> _first = [];
    private readonly List<int> _distinct = [0];
    private SearchSpace? _space;

    /// <summary>The number of the first earlier trial, finished or not, that has the same parameters of the space.</summary>
    /// <param name="context">The context of the trial.</param>
    /// <param name="parameters">Internal values of all parameters of the space.</param>
    /// <returns>The number, or null when the trial is the first with these parameters.</returns>
    public int? Find(SamplerContext context, IReadOnlyDictionary<string, double> parameters)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameters);
        return Find(context, context.Space.Keys.Select(name => parameters[name]).ToArray());
    }

    /// <summary>The same, for internal values in the order of the space.</summary>
    internal int? Find(SamplerContext context, double[] point)
    {
        Extend(context);
        return Find(context, new PointKey(point));
    }

    /// <summary>How many points the earlier trials have, pending ones not counted twice.</summary>
    internal int CountDistinct(SamplerContext context)
    {
        Extend(context);
        HashSet<PointKey> pending = [];
        foreach (Trial trial in context.Pending)
        {
            if (GetKey(trial) is PointKey key && !(_first.TryGetValue(key, out int place) && place < context.History.Count))
            {
                pending.Add(key);
            }
        }

        return _distinct[context.History.Count] + pending.Count;
    }

    private int? Find(SamplerContext context, PointKey key)
    {
        // What is known may be longer than this history; the first place decides whether it is in it.
        if (_first.TryGetValue(key, out int place) && place < context.History.Count)
        {
            return _trials[place].Number;
        }

        foreach (Trial trial in context.Pending)
        {
            if (GetKey(trial) is PointKey other && other.Equals(key))
            {
                return trial.Number;
            }
        }

        return null;
    }

    private void Extend(SamplerContext context)
    {
        IReadOnlyList<Trial> history = context.History;
        int common = Math.Min(history.Count, _trials.Count);
        if (!ReferenceEquals(_space, context.Space) || (common > 0 && !ReferenceEquals(history[common - 1], _trials[common - 1])))
        {
            _trials.Clear();
            _first.Clear();
            _distinct.RemoveRange(1, _distinct.Count - 1);
            _space = context.Space;
        }

        for (int i = _trials.Count; i < history.Count; i++)
        {
            _trials.Add(history[i]);
            bool isNew = GetKey(history[i]) is PointKey key && _first.TryAdd(key, i);
            _distinct.Add(_distinct[i] + (isNew ? 1 : 0));
        }
    }

    // Null when the trial is of another space, that the sweep had before it was changed.
    private PointKey? GetKey(Trial trial)
    {
        double[] values = new double[_space!.Count];
        int d = 0;
        foreach ((string name, Domain domain) in _space)
        {
            if (!trial.Parameters.TryGetValue(name, out TrialParameter parameter) || !parameter.Domain.IsCompatibleWith(domain)
                || !domain.Contains(parameter.Value))
            {
                return null;
            }

            values[d++] = parameter.Value;
        }

        return new PointKey(values);
    }
}
