namespace NeuralPS.Sweeps.Journals;

/// <summary>How patient a lock is.</summary>
/// <param name="Stale">After this time a lock that nobody changed is broken: its owner is on another machine, and is gone.</param>
/// <param name="Unfinished">The same for a lock of this program whose owner had no time to write its name into it.</param>
/// <param name="Timeout">After this time without success an error is thrown.</param>
internal sealed record JournalLockTimes(TimeSpan Stale, TimeSpan Unfinished, TimeSpan Timeout)
{
    public static JournalLockTimes Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(3));
}
