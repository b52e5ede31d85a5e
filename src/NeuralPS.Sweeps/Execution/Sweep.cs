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
public sealed partial class Sweep
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
    public bool Complete(ActiveTrial active) => Complete(active, null);

    /// <summary>Ends a trial with what it measured, and begins another one.</summary>
    /// <param name="active">The trial.</param>
    /// <param name="next">Takes the other one; null for none.</param>
    /// <returns>False when it fails for want of a value.</returns>
    internal bool Complete(ActiveTrial active, NextTrial? next)
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

        Finish(active, TrialState.Complete, values.ToImmutable(), next: next);
        return true;
    }

    /// <summary>Ends a trial that was stopped early. Its value is the last it reported.</summary>
    public void Prune(ActiveTrial active) => Prune(active, null);

    /// <summary>Ends a trial that was stopped early, and begins another one.</summary>
    /// <param name="active">The trial.</param>
    /// <param name="next">Takes the other one; null for none.</param>
    internal void Prune(ActiveTrial active, NextTrial? next) => Finish(active, TrialState.Pruned, [], next: next);

    /// <summary>Ends a trial with an error.</summary>
    public void Fail(ActiveTrial active, TrialError error) => Finish(active, TrialState.Failed, [], error);

    /// <summary>Gives a trial back unfinished; whoever asks next goes on with it.</summary>
    public void Release(ActiveTrial active) => active.Write(reports => Journal.Transact(transaction =>
    {
        WriteReports(transaction, active.Record, reports);
        var lease = new Lease(ProcessIdentity.Current, active.Attempt, IsReleased: true);
        transaction.SetSystemAttribute(active.Record, Lease.Key, lease.ToJson());
        return true;
    }));

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

    /// <summary>What the pruner says of a trial after its last report.</summary>
    internal PruneDecision Decide(ActiveTrial active, SortedList<int, double> reports, IReadOnlyList<Trial> history) =>
        Journal.Read(() => _pruner.Decide(new PrunerContext
        {
            Seed = Definition.Seed,
            Number = active.Number,
            Objective = Definition.Objectives[0],
            History = history,
            Reports = reports,
        }));

    internal void WriteReports(ActiveTrial active, IReadOnlyList<TrialReport> reports) => Journal.Transact(
        transaction =>
        {
            WriteReports(transaction, active.Record, reports);
            return true;
        },
        flush: false);

    private static void WriteReports(JournalTransaction transaction, Trial trial, IReadOnlyList<TrialReport> reports)
    {
        foreach (TrialReport report in reports)
        {
            transaction.Report(trial, report.Step, report.Value);
            foreach ((string key, double attribute) in report.Attributes)
            {
                transaction.SetSystemAttribute(trial, key, attribute);
            }
        }
    }

    private void Finish(
        ActiveTrial active, TrialState state, ImmutableArray<double> values, TrialError? error = null, NextTrial? next = null)
    {
        TrialHold? hold = next is null ? null : TrialHold.Take(next.Owner);
        try
        {
            Taken? taken = null;
            active.Write(reports => taken = Journal.Transact(transaction =>
            {
                WriteReports(transaction, active.Record, reports);
                WriteEnd(transaction, active, state, values, error);
                return hold is null ? null : TryCreate(transaction, hold, next!.Limits);
            }));
            if (taken is not null)
            {
                next!.Trial = Begin(taken, hold!);
            }
        }
        finally
        {
            if (next?.Trial is null)
            {
                hold?.Drop();
            }
        }
    }

    private void WriteEnd(JournalTransaction transaction, ActiveTrial active, TrialState state, ImmutableArray<double> values, TrialError? error)
    {
        Trial trial = active.Record;
        if (state == TrialState.Pruned && Definition.Objectives.Length == 1 && active.LastReport is double last)
        {
            values = [last];
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
}
