using System.Collections;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// The trials of a study in the two views that asking needs, kept up as the study grows: those that are unfinished, and the finished
/// ones from the first without a gap. Each trial is looked at a fixed number of times, however long the sweep is.
/// </summary>
internal sealed class TrialLedger
{
    /// <summary>The system attribute, Optuna's, with the values that the user chose for a trial.</summary>
    public const string FixedKey = "fixed_params";

    private readonly List<Trial> _open = [];
    private readonly List<Trial> _history = [];
    private readonly List<int> _enqueued = [];
    private int _seen;
    private int _settled;

    /// <summary>Unfinished trials in the order of their numbers.</summary>
    public IReadOnlyList<Trial> Open => _open;

    /// <summary>The trials whose points the user chose.</summary>
    public int EnqueuedCount => _enqueued.Count;

    /// <summary>The failed trials.</summary>
    public int FailureCount { get; private set; }

    /// <summary>The complete trials.</summary>
    public int CompleteCount { get; private set; }

    /// <summary>The pruned trials.</summary>
    public int PrunedCount { get; private set; }

    /// <summary>Takes in what has changed.</summary>
    public void Update(IReadOnlyList<Trial> trials)
    {
        for (; _seen < trials.Count; _seen++)
        {
            _open.Add(trials[_seen]);
            if (trials[_seen].SystemAttributes.ContainsKey(FixedKey))
            {
                _enqueued.Add(_seen);
            }
        }

        _open.RemoveAll(trial =>
        {
            if (trial.IsFinished)
            {
                FailureCount += trial.State == TrialState.Failed ? 1 : 0;
                CompleteCount += trial.State == TrialState.Complete ? 1 : 0;
                PrunedCount += trial.State == TrialState.Pruned ? 1 : 0;
            }

            return trial.IsFinished;
        });

        // A trial of another program may never end: nobody waits for it.
        for (; _settled < trials.Count && (trials[_settled].IsFinished || IsForeign(trials[_settled])); _settled++)
        {
            if (trials[_settled].IsFinished)
            {
                _history.Add(trials[_settled]);
            }
        }
    }

    /// <summary>How many of the trials before a number are those whose points the user chose.</summary>
    public int CountEnqueued(int number)
    {
        int index = _enqueued.BinarySearch(number);
        return index < 0 ? ~index : index;
    }

    /// <summary>Whether all trials with a number up to <paramref name="last"/> are settled.</summary>
    public bool IsSettled(int last) => _settled > last;

    /// <summary>The finished trials with a number up to <paramref name="last"/>, up to which all are settled.</summary>
    public IReadOnlyList<Trial> GetHistory(int last)
    {
        int low = 0;
        int high = _history.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _history[middle].Number <= last ? (middle + 1, high) : (low, middle);
        }

        return new Prefix(_history, low);
    }

    private static bool IsForeign(Trial trial) => trial.State == TrialState.Running && Lease.Of(trial) is null;

    /// <summary>The beginning of a list that grows.</summary>
    private sealed class Prefix(List<Trial> list, int count) : IReadOnlyList<Trial>
    {
        public int Count => count;

        public Trial this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
                return list[index];
            }
        }

        public IEnumerator<Trial> GetEnumerator() => list.Take(count).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
