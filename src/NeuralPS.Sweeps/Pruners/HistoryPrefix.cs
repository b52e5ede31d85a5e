using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// The longest history seen so far. Contexts of trials that run side by side are prefixes of it, so that what was worked out for one
/// serves the others: an index moves a few trials forwards or backwards instead of reading thousands again.
/// </summary>
internal sealed class HistoryPrefix
{
    private readonly List<Trial> _trials = [];
    private readonly List<int> _complete = [0];

    /// <summary>The trial at a place of the history.</summary>
    public Trial this[int index] => _trials[index];

    /// <summary>How many of the first <paramref name="length"/> trials are complete.</summary>
    public int CountComplete(int length) => _complete[length];

    /// <summary>Takes a history into account.</summary>
    /// <returns>False when it does not continue what was known: everything worked out so far is void.</returns>
    public bool Extend(IReadOnlyList<Trial> history)
    {
        int common = Math.Min(history.Count, _trials.Count);
        bool continues = common == 0 || ReferenceEquals(history[common - 1], _trials[common - 1]);
        if (!continues)
        {
            _trials.Clear();
            _complete.RemoveRange(1, _complete.Count - 1);
        }

        for (int i = _trials.Count; i < history.Count; i++)
        {
            _trials.Add(history[i]);
            _complete.Add(_complete[i] + (history[i].State == TrialState.Complete ? 1 : 0));
        }

        return continues;
    }
}
