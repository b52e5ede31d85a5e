using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Processes;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

// How the next trial is found.
public sealed partial class Sweep
{
    /// <summary>Gives out the next trial: one that a process left behind, one that is enqueued, or a new one.</summary>
    /// <param name="limits">How many trials there are, and how often one is tried.</param>
    /// <param name="owner">Who asks, and then has the trial: a run, a session.</param>
    public AskResult Ask(SweepLimits limits, object? owner = null)
    {
        var hold = TrialHold.Take(owner);
        ActiveTrial? active = null;
        try
        {
            // A new trial need not reach the disk at once: after a power cut the same one is asked for again. What others have left behind must,
            // so that a trial that takes the whole machine with it is not tried for ever.
            Taken taken = Journal.Transact(transaction =>
            {
                _ledger.Update(Study.Trials);
                Taken next = TakeOver(transaction, hold, limits.MaxRetry) ?? TakeWaiting(transaction, hold) ?? Create(transaction, hold, limits);
                return next.Kind == AskKind.Wait ? TakeLost(transaction, hold) ?? next : next;
            }, flush: false);
            active = Begin(taken, hold);
            return new AskResult(taken.Kind, active);
        }
        finally
        {
            if (active is null)
            {
                hold.Drop();
            }
        }
    }

    /// <summary>The trial that the next one waits for: the first that is unfinished; null when it ended meanwhile.</summary>
    /// <param name="owner">Who asks: the trial may be its own.</param>
    public SweepBlock? FindBlock(object? owner) => Journal.Read(() =>
    {
        _ledger.Update(Study.Trials);
        Trial? first = _ledger.Open.FirstOrDefault(trial => Lease.Of(trial) is not null);
        return first is not null && Lease.Of(first) is { IsReleased: false } lease
            ? new SweepBlock(first.Number, lease.Process, TrialHold.Find(lease.Hold) is { } hold && Equals(hold.Owner, owner))
            : null;
    });

    /// <summary>Goes on with the first trial that a process left behind, after giving up those that were tried often enough.</summary>
    private Taken? TakeOver(JournalTransaction transaction, TrialHold hold, int maxRetry)
    {
        foreach (Trial trial in _ledger.Open)
        {
            if (trial.State != TrialState.Running || Lease.Of(trial) is not { } lease || !_leases.IsFree(trial, lease))
            {
                continue;
            }

            transaction.RequireFlush();
            int attempt = lease.IsReleased ? lease.Attempt : lease.Attempt + 1;
            if (attempt > maxRetry + 1)
            {
                var error = new TrialError("TriedTooOften", $"The process that ran the trial died, {lease.Attempt} times in all.");
                transaction.SetSystemAttribute(trial, TrialError.Key, error.ToJson());
                transaction.SetState(trial, TrialState.Failed, finished: DateTime.Now);
                continue;
            }

            transaction.SetSystemAttribute(trial, Lease.Key, new Lease(ProcessIdentity.Current, attempt, false, hold.Name).ToJson());
            return Work(trial, attempt, isContinued: true);
        }

        return null;
    }

    /// <summary>
    /// Goes on with a trial of this process that nobody has any more: it was asked for and forgotten, or its end could not be written.
    /// </summary>
    private Taken? TakeLost(JournalTransaction transaction, TrialHold hold)
    {
        foreach (Trial trial in _ledger.Open)
        {
            if (trial.State == TrialState.Running && Lease.Of(trial) is { IsReleased: false } lease && TrialHold.IsLost(lease.Hold))
            {
                transaction.SetSystemAttribute(trial, Lease.Key, (lease with { Hold = hold.Name }).ToJson());
                return Work(trial, lease.Attempt, isContinued: true);
            }
        }

        return null;
    }

    private Taken? TakeWaiting(JournalTransaction transaction, TrialHold hold)
    {
        Trial? trial = _ledger.Open.FirstOrDefault(open => open.State == TrialState.Waiting);
        if (trial is null)
        {
            return null;
        }

        if (!IsReady(trial.Number))
        {
            return new Taken(AskKind.Wait);
        }

        foreach ((string name, TrialParameter parameter) in Sample(trial.Number, FindFixed(trial)))
        {
            transaction.SetParameter(trial, name, parameter);
        }

        transaction.SetSystemAttribute(trial, Lease.Key, new Lease(ProcessIdentity.Current, 1, false, hold.Name).ToJson());
        transaction.SetState(trial, TrialState.Running, started: DateTime.Now);
        return Work(trial, 1, isContinued: false);
    }

    private ActiveTrial? Begin(Taken taken, TrialHold hold)
    {
        if (taken.Trial is not { } trial)
        {
            return null;
        }

        ActiveTrial active = Journal.Read(() => new ActiveTrial(this, trial, taken.History!, taken.Attempt, taken.IsContinued) { Hold = hold });
        hold.Give(active);
        return active;
    }

    /// <summary>
    /// Creates the next trial in the transaction that ends another one, so that the journal is locked once for both; null where there is more
    /// to it, which <see cref="Ask"/> sees to.
    /// </summary>
    private Taken? TryCreate(JournalTransaction transaction, TrialHold hold, SweepLimits limits)
    {
        _ledger.Update(Study.Trials);
        if (_ledger.Open.Any(trial => trial.State == TrialState.Waiting || (Lease.Of(trial) is { } lease && _leases.IsFree(trial, lease))))
        {
            return null;
        }

        try
        {
            Taken next = Create(transaction, hold, limits);
            return next.Kind == AskKind.Work ? next : null;
        }
        catch (SweepException)
        {
            // That is no fault of the trial that ends. Whoever asks again is told.
            return null;
        }
    }

    private Taken Create(JournalTransaction transaction, TrialHold hold, SweepLimits limits)
    {
        int number = Study.Trials.Count;
        long limit = Math.Min(
            limits.MaxTrial ?? int.MaxValue, _sampler.GetTrialLimit(Definition.Space) + _ledger.EnqueuedCount ?? int.MaxValue);
        if (number >= limit)
        {
            // Others may die over the last trials: they are not done before they are finished.
            return new Taken(_ledger.Open.Any(trial => Lease.Of(trial) is not null && !trial.IsFinished) ? AskKind.Wait : AskKind.Done);
        }

        if (!IsReady(number))
        {
            return new Taken(AskKind.Wait);
        }

        Trial trial = transaction.CreateTrial(
            Study,
            TrialState.Running,
            started: DateTime.Now,
            parameters: Sample(number, null),
            systemAttributes: new Dictionary<string, JsonNode?> { [Lease.Key] = new Lease(ProcessIdentity.Current, 1, false, hold.Name).ToJson() });
        return Work(trial, 1, isContinued: false);
    }

    private Taken Work(Trial trial, int attempt, bool isContinued) =>
        new(AskKind.Work, trial, _ledger.GetHistory(trial.Number - Definition.Window), attempt, isContinued);

    private bool IsReady(int number) =>
        !(_sampler.UsesHistory(number) || _pruner.UsesHistory) || _ledger.IsSettled(number - Definition.Window);

    private SortedList<string, TrialParameter> Sample(int number, JsonObject? fixedValues)
    {
        SamplerContext context = CreateContext(number, _ledger.GetHistory(number - Definition.Window));
        IReadOnlyDictionary<string, double> values = _sampler.Sample(context);
        SortedList<string, TrialParameter> parameters = new(StringComparer.Ordinal);
        foreach ((string name, Domain domain) in Definition.Space)
        {
            double value = fixedValues is not null && fixedValues.TryGetPropertyValue(name, out JsonNode? node)
                ? domain.ToInternal(JsonScalar.Read(node))
                : values[name];
            parameters.Add(name, new TrialParameter(value, domain));
        }

        return parameters;
    }

    private SamplerContext CreateContext(int number, IReadOnlyList<Trial> history)
    {
        int first = Math.Max(0, number - Definition.Window + 1);
        List<Trial> pending = [];
        for (int i = first; i < number; i++)
        {
            pending.Add(Study.Trials[i]);
        }

        return new SamplerContext
        {
            Seed = Definition.Seed,
            Number = number,
            EnqueuedBefore = _ledger.CountEnqueued(number),
            Space = Definition.Space,
            Objectives = Definition.Objectives,
            History = history,
            Pending = pending,
        };
    }

    private static JsonObject? FindFixed(Trial trial) =>
        trial.SystemAttributes.TryGetValue(TrialLedger.FixedKey, out JsonNode? node) ? node as JsonObject : null;

    /// <summary>What a worker gets, before the journal has all of it.</summary>
    private sealed record Taken(
        AskKind Kind, Trial? Trial = null, IReadOnlyList<Trial>? History = null, int Attempt = 0, bool IsContinued = false);
}
