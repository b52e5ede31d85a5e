using System.Diagnostics;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>A trial in the hands of the worker that runs it. Safe for several threads.</summary>
public sealed class ActiveTrial
{
    private readonly Sweep _sweep;
    private readonly SortedList<string, double> _metrics = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedList<int, double> _reports = [];
    private readonly IReadOnlyList<Trial> _history;
    private readonly List<TrialReport> _unwritten = [];
    private long _written = Stopwatch.GetTimestamp();

    internal ActiveTrial(Sweep sweep, Trial trial, IReadOnlyList<Trial> history, int attempt, bool isContinued)
    {
        (_sweep, Record, _history) = (sweep, trial, history);
        (Attempt, IsContinued) = (attempt, isContinued);
        Parameters = trial.Parameters.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach ((int step, double value) in trial.IntermediateValues)
        {
            _reports.Add(step, value);
        }

        Seed = (uint)new Randomness.TrialRandom(sweep.Definition.Seed, trial.Number, "training").NextUInt64();
    }

    /// <summary>The number of the trial in its sweep.</summary>
    public int Number => Record.Number;

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>Whether somebody worked on it before.</summary>
    public bool IsContinued { get; }

    /// <summary>A seed for what happens in the trial, from the seed of the sweep and the number.</summary>
    public ulong Seed { get; }

    /// <summary>The parameters that are known so far.</summary>
    public IReadOnlyDictionary<string, TrialParameter> Parameters { get; private set; }

    /// <summary>What was measured so far.</summary>
    public IReadOnlyDictionary<string, double> Metrics => _metrics;

    /// <summary>Why the pruner stopped it; empty if it did not.</summary>
    public string PruneReason { get; private set; } = string.Empty;

    /// <summary>The value of the last step that was reported; null before the first.</summary>
    internal double? LastReport
    {
        get
        {
            lock (_metrics)
            {
                return _reports.Count > 0 ? _reports.GetValueAtIndex(_reports.Count - 1) : null;
            }
        }
    }

    /// <summary>What the journal says of it.</summary>
    public Trial Record { get; }

    /// <summary>Tells others of this process that somebody has the trial.</summary>
    internal TrialHold? Hold { get; init; }

    /// <summary>
    /// For how long reports may gather before the journal gets them, in one transaction; by default it gets each at once. For whoever calls
    /// <see cref="WriteReports"/> now and then, so that the last do not wait for ever.
    /// </summary>
    internal TimeSpan ReportInterval { get; set; }

    /// <summary>The value of a parameter that only some trials have. Asked again, it gives the same answer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="domain">Its domain.</param>
    /// <exception cref="SweepException">DomainMismatch: other trials know the name with another kind of values.</exception>
    public object? Suggest(string name, Domain domain)
    {
        lock (_metrics)
        {
            if (!Parameters.TryGetValue(name, out TrialParameter parameter))
            {
                parameter = _sweep.SuggestOne(this, name, domain, _history);
                Parameters = new Dictionary<string, TrialParameter>(Parameters, StringComparer.Ordinal) { [name] = parameter };
            }

            return parameter.External;
        }
    }

    /// <summary>Notes a value on the way, and asks whether the trial should go on.</summary>
    /// <param name="step">Where on the way: an epoch, or anything that grows; at least 0. Going back takes back what was reported since.</param>
    /// <param name="value">The objective, as it stands.</param>
    /// <returns>The answer; once it is to stop, it remains so.</returns>
    public PruneDecision Report(int step, double value)
    {
        lock (_metrics)
        {
            // What an earlier attempt reported beyond this step has not happened yet in this one.
            while (_reports.Count > 0 && _reports.GetKeyAtIndex(_reports.Count - 1) >= step)
            {
                _reports.RemoveAt(_reports.Count - 1);
            }

            _reports.Add(step, value);
            PruneDecision decision = _sweep.Decide(this, _reports, _history);
            _unwritten.Add(new TrialReport(step, value, decision.Attributes));
            if (Stopwatch.GetElapsedTime(_written) >= ReportInterval)
            {
                WriteReports();
            }

            if (decision.Prune && PruneReason.Length == 0)
            {
                PruneReason = decision.Reason.Length > 0 ? decision.Reason : $"at step {step}";
            }

            return decision;
        }
    }

    /// <summary>Writes the reports that the journal does not have yet, as before a checkpoint that goes on after them.</summary>
    public void WriteReports()
    {
        lock (_metrics)
        {
            if (_unwritten.Count > 0)
            {
                Write(reports => _sweep.WriteReports(this, reports));
            }
        }
    }

    /// <summary>Notes what was measured; a later value of the same metric replaces an earlier one.</summary>
    public void SetMetric(string name, double value)
    {
        lock (_metrics)
        {
            _metrics[name] = value;
        }
    }

    /// <summary>Runs what writes the reports that the journal does not have yet; it has them then, unless that throws.</summary>
    internal void Write(Action<IReadOnlyList<TrialReport>> writing)
    {
        lock (_metrics)
        {
            writing(_unwritten);
            _unwritten.Clear();
            _written = Stopwatch.GetTimestamp();
        }
    }
}
