using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Processes;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// A sweep at work: hands out trials and takes their results, through a journal that other processes use at the same time. Trial n is
/// the same whoever asks for it: it depends on the seed, on n, and on the finished trials up to n less the window. Safe for several threads.
/// </summary>
public sealed class Sweep
{
    private readonly TrialLedger _ledger = new();
    private readonly LeaseWatch _leases;
    private readonly Sampler _sampler;
    private readonly Pruner _pruner;
    private readonly Dictionary<string, Domain> _domains = new(StringComparer.Ordinal);

    internal Sweep(Journal journal, Study study, SweepDefinition definition, TimeSpan? patience = null)
    {
        (Journal, Study, Definition) = (journal, study, definition);
        (_sampler, _pruner) = (SamplerCatalog.Create(definition.Sampler), PrunerCatalog.Create(definition.Pruner));
        _leases = new LeaseWatch(patience ?? LeaseWatch.UsualPatience);
    }

    /// <summary>The journal that holds the sweep.</summary>
    public Journal Journal { get; }

    /// <summary>What the journal says of the sweep.</summary>
    public Study Study { get; }

    /// <summary>What the sweep is.</summary>
    public SweepDefinition Definition { get; }

    /// <summary>Gives out the next trial: one that a process left behind, one that is enqueued, or a new one.</summary>
    /// <param name="limits">How many trials there are, and how often one is tried.</param>
    public AskResult Ask(SweepLimits limits)
    {
        Taken taken = Journal.Transact(transaction =>
        {
            _ledger.Update(Study.Trials);
            long limit = Math.Min(limits.MaxTrial ?? int.MaxValue, _sampler.GetTrialLimit(Definition.Space) + _ledger.EnqueuedCount ?? int.MaxValue);
            return TakeOver(transaction, limits.MaxRetry) ?? TakeWaiting(transaction) ?? Create(transaction, limit);
        });

        return taken.Trial is null
            ? new AskResult(taken.Kind)
            : new AskResult(AskKind.Work, Journal.Read(() => new ActiveTrial(this, taken.Trial, taken.History!, taken.Attempt, taken.IsContinued)));
    }

    /// <summary>Counts the trials, after reading what other processes did.</summary>
    public SweepCount Count()
    {
        Journal.Synchronize();
        return Journal.Read(() =>
        {
            _ledger.Update(Study.Trials);
            return new SweepCount(
                Study.Trials.Count, _ledger.CompleteCount, _ledger.PrunedCount, _ledger.FailureCount,
                _ledger.Open.Count(trial => trial.State == TrialState.Running));
        });
    }

    /// <summary>Ends a trial with what it measured.</summary>
    /// <returns>False when it fails for want of a value: <see cref="TrialError"/> of the trial says which.</returns>
    public bool Complete(ActiveTrial active)
    {
        var values = ImmutableArray.CreateBuilder<double>();
        foreach (Objective objective in Definition.Objectives)
        {
            if (!active.Metrics.TryGetValue(objective.Name, out double value))
            {
                string known = active.Metrics.Count == 0 ? "no metric at all" : $"only {string.Join(", ", active.Metrics.Keys)}";
                Fail(active, new TrialError("MetricMissing", $"The trial reported no {objective.Name}, which the sweep goes by, but {known}."));
                return false;
            }

            if (double.IsNaN(value))
            {
                Fail(active, new TrialError("MetricNotANumber", $"{objective.Name} is not a number."));
                return false;
            }

            values.Add(value);
        }

        Finish(active, TrialState.Complete, values.ToImmutable());
        return true;
    }

    /// <summary>Ends a trial that was stopped early. Its value is the last it reported.</summary>
    public void Prune(ActiveTrial active) => Finish(active, TrialState.Pruned, []);

    /// <summary>Ends a trial with an error.</summary>
    public void Fail(ActiveTrial active, TrialError error) => Finish(active, TrialState.Failed, [], error);

    /// <summary>Gives a trial back unfinished; whoever asks next goes on with it.</summary>
    public void Release(ActiveTrial active) => Journal.Transact(transaction =>
    {
        var lease = new Lease(ProcessIdentity.Current, active.Attempt, IsReleased: true);
        transaction.SetSystemAttribute(active.Record, Lease.Key, lease.ToJson());
        return true;
    });

    /// <summary>Notes that the workers of these trials live.</summary>
    internal void Beat(IEnumerable<ActiveTrial> trials) => Journal.Transact(
        transaction =>
        {
            foreach (ActiveTrial active in trials.Where(active => !active.Record.IsFinished))
            {
                transaction.SetSystemAttribute(active.Record, Lease.HeartbeatKey, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            }

            return true;
        },
        flush: false);

    internal TrialParameter SuggestOne(ActiveTrial active, string name, Domain domain, IReadOnlyList<Trial> history) =>
        Journal.Transact(transaction =>
        {
            RequireCompatible(name, domain);
            TrialParameter parameter = new(_sampler.SampleOne(CreateContext(active.Number, history), name, domain), domain);
            if (FindFixed(active.Record) is { } fixedValues && fixedValues.TryGetPropertyValue(name, out JsonNode? node))
            {
                parameter = new(domain.ToInternal(JsonScalar.Read(node)), domain);
            }

            transaction.SetParameter(active.Record, name, parameter);
            return parameter;
        });

    internal PruneDecision Report(
        ActiveTrial active, int step, double value, SortedList<int, double> reports, IReadOnlyList<Trial> history) => Journal.Transact(
        transaction =>
        {
            transaction.Report(active.Record, step, value);
            PruneDecision decision = _pruner.Decide(new PrunerContext
            {
                Seed = Definition.Seed,
                Number = active.Number,
                Objective = Definition.Objectives[0],
                History = history,
                Reports = reports,
            });
            foreach ((string key, double attribute) in decision.Attributes)
            {
                transaction.SetSystemAttribute(active.Record, key, attribute);
            }

            return decision;
        },
        flush: false);

    /// <summary>Goes on with the first trial that a process left behind, after giving up those that were tried often enough.</summary>
    private Taken? TakeOver(JournalTransaction transaction, int maxRetry)
    {
        foreach (Trial trial in _ledger.Open)
        {
            if (trial.State != TrialState.Running || Lease.Of(trial) is not { } lease || !_leases.IsFree(trial, lease))
            {
                continue;
            }

            int attempt = lease.IsReleased ? lease.Attempt : lease.Attempt + 1;
            if (attempt > maxRetry + 1)
            {
                var error = new TrialError("TriedTooOften", $"The process that ran the trial died, {lease.Attempt} times in all.");
                transaction.SetSystemAttribute(trial, TrialError.Key, error.ToJson());
                transaction.SetState(trial, TrialState.Failed, finished: DateTime.Now);
                continue;
            }

            transaction.SetSystemAttribute(trial, Lease.Key, new Lease(ProcessIdentity.Current, attempt, false).ToJson());
            return Work(trial, attempt, isContinued: true);
        }

        return null;
    }

    private Taken? TakeWaiting(JournalTransaction transaction)
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

        transaction.SetSystemAttribute(trial, Lease.Key, new Lease(ProcessIdentity.Current, 1, false).ToJson());
        transaction.SetState(trial, TrialState.Running, started: DateTime.Now);
        return Work(trial, 1, isContinued: false);
    }

    private Taken Create(JournalTransaction transaction, long limit)
    {
        int number = Study.Trials.Count;
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
            systemAttributes: new Dictionary<string, JsonNode?> { [Lease.Key] = new Lease(ProcessIdentity.Current, 1, false).ToJson() });
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

    private void Finish(ActiveTrial active, TrialState state, ImmutableArray<double> values, TrialError? error = null)
    {
        Journal.Transact(transaction =>
        {
            Trial trial = active.Record;
            if (state == TrialState.Pruned && trial.IntermediateValues.Count > 0 && Definition.Objectives.Length == 1)
            {
                values = [trial.IntermediateValues.GetValueAtIndex(trial.IntermediateValues.Count - 1)];
            }

            foreach ((string name, double value) in active.Metrics)
            {
                transaction.SetUserAttribute(trial, name, JsonScalar.Write(value));
            }

            if (Definition.Constraints.Length > 0)
            {
                double[] violations = [.. Definition.Constraints.Select(constraint =>
                    constraint.GetViolation(active.Metrics.TryGetValue(constraint.Metric, out double value) ? value : double.NaN))];
                transaction.SetSystemAttribute(trial, "constraints", new JsonArray([.. violations.Select(JsonScalar.Write)]));
            }

            if (error is not null)
            {
                transaction.SetSystemAttribute(trial, TrialError.Key, error.ToJson());
            }

            transaction.SetState(trial, state, state == TrialState.Failed ? [] : values, finished: DateTime.Now);
            return true;
        });
    }

    /// <summary>The journal would drop a parameter whose kind differs from what other trials have: better to say so.</summary>
    private void RequireCompatible(string name, Domain domain)
    {
        if (!_domains.TryGetValue(name, out Domain? known))
        {
            known = Definition.Space.TryGetValue(name, out Domain? own) ? own : Study.GetDomain(name) ?? domain;
            _domains[name] = known;
        }

        if (!known.IsCompatibleWith(domain))
        {
            throw new SweepException(
                "DomainMismatch",
                $"The parameter '{name}' takes {known} in other trials of sweep '{Definition.Name}', and {domain} here. One name stands for one kind "
                + "of values (kind, scale and choices; ranges may differ): use another name.");
        }
    }

    /// <summary>Whether the next trial waits for one that this process has: one that asks for several at a time may have too many.</summary>
    public bool IsBlockedByThisProcess() => Journal.Read(() =>
    {
        _ledger.Update(Study.Trials);
        Trial? first = _ledger.Open.FirstOrDefault(trial => Lease.Of(trial) is not null);
        return first is not null && Lease.Of(first)!.Process == ProcessIdentity.Current;
    });

    private static JsonObject? FindFixed(Trial trial) =>
        trial.SystemAttributes.TryGetValue(TrialLedger.FixedKey, out JsonNode? node) ? node as JsonObject : null;

    /// <summary>What a worker gets, before the journal has all of it.</summary>
    private sealed record Taken(
        AskKind Kind, Trial? Trial = null, IReadOnlyList<Trial>? History = null, int Attempt = 0, bool IsContinued = false);
}
