using System.Globalization;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Analysis;

/// <summary>
/// Finds trials that repeat the parameters of an earlier one, those among them that were asked for on the way. It goes by what the journal
/// has, so that it knows duplicates of enqueued points, of a grid that was run again, and of other programs, too.
/// </summary>
public sealed class DuplicateTrials
{
    private readonly Dictionary<int, int> _first = [];

    /// <summary>Compares trials.</summary>
    /// <param name="trials">All trials of a sweep, in the order of their numbers.</param>
    public DuplicateTrials(IEnumerable<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        foreach (Trial trial in trials.Where(trial => trial.Parameters.Count > 0))
        {
            string key = string.Join('\n', trial.Parameters.Select(pair => string.Create(
                CultureInfo.InvariantCulture, $"{pair.Key.Length} {pair.Key} {pair.Value.External?.GetType().Name} {pair.Value.External}")));
            if (!known.TryAdd(key, trial.Number))
            {
                _first.Add(trial.Number, known[key]);
            }
        }
    }

    /// <summary>The number of the first trial with the same parameters; null when the trial itself is the first.</summary>
    public int? Find(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return _first.TryGetValue(trial.Number, out int number) ? number : null;
    }
}
