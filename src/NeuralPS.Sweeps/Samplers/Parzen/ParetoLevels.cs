namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// The best trials by several objectives, level by level: no trial of a level dominates another of it, and each of the next level is
/// dominated by one of it. Levels behind the first <see cref="Needed"/> trials are forgotten: new trials can only push a trial back.
/// </summary>
internal sealed class ParetoLevels
{
    /// <summary>How many trials can be selected.</summary>
    public const int Needed = 64;

    private readonly List<List<(int Place, double[] Losses)>> _levels = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _levels.Clear();

    /// <summary>Adds a trial.</summary>
    /// <param name="place">Its place in the history.</param>
    /// <param name="losses">Its objectives, lower is better.</param>
    public void Add(int place, double[] losses)
    {
        int level = 0;
        while (level < _levels.Count && _levels[level].Exists(other => Dominates(other.Losses, losses)))
        {
            level++;
        }

        List<(int Place, double[] Losses)> moved = [(place, losses)];
        for (; moved.Count > 0; level++)
        {
            if (level == _levels.Count)
            {
                _levels.Add([]);
            }

            List<(int Place, double[] Losses)> arriving = moved;
            moved = _levels[level].FindAll(old => arriving.Exists(other => Dominates(other.Losses, old.Losses)));
            _levels[level].RemoveAll(old => arriving.Exists(other => Dominates(other.Losses, old.Losses)));
            _levels[level].AddRange(arriving);
        }

        int before = 0;
        for (int i = 0; i < _levels.Count; i++)
        {
            if (before >= Needed)
            {
                _levels.RemoveRange(i, _levels.Count - i);
            }
            else
            {
                before += _levels[i].Count;
            }
        }
    }

    /// <summary>
    /// The best trials: whole levels as long as they fit, of the next one those with the most room around them; with weights by the volume
    /// that each adds to what they dominate together (Ozaki and others, "Multiobjective tree-structured Parzen estimator", 2020).
    /// </summary>
    /// <param name="count">How many; up to <see cref="Needed"/>.</param>
    public (int Place, double Weight)[] Select(int count)
    {
        List<(int Place, double[] Losses)> chosen = [];
        foreach (List<(int Place, double[] Losses)> level in _levels)
        {
            int room = count - chosen.Count;
            if (room <= 0)
            {
                break;
            }

            // In the order of time, which does not depend on how the levels came to be.
            List<(int Place, double[] Losses)> sorted = [.. level.OrderBy(trial => trial.Place)];
            chosen.AddRange(sorted.Count <= room ? sorted : Crowding.SelectSparse(sorted, room));
        }

        double[] weights = Hypervolume.GetWeights([.. chosen.Select(trial => trial.Losses)]);
        return [.. chosen.Select((trial, i) => (trial.Place, weights[i]))];
    }

    /// <summary>Whether one trial is as good in all objectives and better in one.</summary>
    internal static bool Dominates(double[] one, double[] other)
    {
        bool isBetter = false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] > other[i])
            {
                return false;
            }

            isBetter |= one[i] < other[i];
        }

        return isBetter;
    }
}
