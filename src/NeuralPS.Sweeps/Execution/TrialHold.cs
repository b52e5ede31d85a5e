using System.Collections.Concurrent;
using System.Globalization;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// Tells who in this process has a trial: the journal knows the process only. The name of a hold is in the lease of the trial, so that it
/// is found whichever object reads the journal.
/// </summary>
internal sealed class TrialHold
{
    // A fact about the process, and so one for the process. The holds of another copy of this assembly are not known here.
    private static readonly ConcurrentDictionary<string, TrialHold> _holds = new(StringComparer.Ordinal);
    private static readonly string _prefix = Guid.NewGuid().ToString("N")[..12] + "-";
    private static long _count;

    private WeakReference<ActiveTrial>? _trial;

    private TrialHold(string name, object? owner) => (Name, Owner) = (name, owner);

    /// <summary>The name, which no other hold has.</summary>
    public string Name { get; }

    /// <summary>Who asked for the trial: a run of the sweep, a session; null for nobody in particular.</summary>
    public object? Owner { get; }

    /// <summary>True when nobody can end the trial any more: its object is gone.</summary>
    private bool IsGone => _trial is not null && !_trial.TryGetTarget(out _);

    /// <summary>A hold on a trial that is about to be made.</summary>
    public static TrialHold Take(object? owner)
    {
        TrialHold hold = new(_prefix + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture), owner);
        _holds[hold.Name] = hold;
        return hold;
    }

    /// <summary>The hold of a name; null when there is none any more, or another process has it.</summary>
    public static TrialHold? Find(string name)
    {
        if (_holds.TryGetValue(name, out TrialHold? hold) && hold.IsGone)
        {
            hold.Drop();
            return null;
        }

        return hold;
    }

    /// <summary>Whether a name is one of this process whose trial nobody has any more.</summary>
    public static bool IsLost(string name) => name.StartsWith(_prefix, StringComparison.Ordinal) && Find(name) is null;

    /// <summary>The trial is there: the hold lasts as long as somebody has it.</summary>
    public void Give(ActiveTrial trial) => _trial = new WeakReference<ActiveTrial>(trial);

    /// <summary>Ends the hold.</summary>
    public void Drop() => _holds.TryRemove(Name, out _);
}
