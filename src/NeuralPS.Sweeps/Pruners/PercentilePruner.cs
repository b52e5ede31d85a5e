using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Stops a trial whose best report so far is worse than a percentile of what the complete trials reported at the same step.
/// Decides as Optuna's PercentilePruner.
/// </summary>
public class PercentilePruner : Pruner
{
    private readonly HistoryPrefix _history = new();
    private readonly Dictionary<int, SortedValues> _steps = [];
    private readonly ReportSchedule _schedule;

    /// <summary>Creates the pruner.</summary>
    /// <param name="percentile">How much of a hundred trials may go on, from 0 to 100.</param>
    /// <param name="startupTrials">No trial is stopped before so many are complete.</param>
    /// <param name="warmupSteps">No trial is stopped at a step below this one.</param>
    /// <param name="intervalSteps">Trials are looked at once in so many steps, from the warm-up on.</param>
    /// <param name="minimumTrials">No trial is stopped at a step that fewer complete trials reported.</param>
    /// <exception cref="SweepException">BadPrunerOption.</exception>
    public PercentilePruner(double percentile, int startupTrials = 5, int warmupSteps = 0, int intervalSteps = 1, int minimumTrials = 1)
    {
        Percentile = PrunerGuard.Between(percentile, 0, 100, Name, nameof(Percentile));
        StartupTrials = PrunerGuard.AtLeast(startupTrials, 0, Name, nameof(StartupTrials));
        WarmupSteps = PrunerGuard.AtLeast(warmupSteps, 0, Name, nameof(WarmupSteps));
        IntervalSteps = PrunerGuard.AtLeast(intervalSteps, 1, Name, nameof(IntervalSteps));
        MinimumTrials = PrunerGuard.AtLeast(minimumTrials, 1, Name, nameof(MinimumTrials));
        _schedule = new(WarmupSteps, IntervalSteps);
    }

    /// <summary>How much of a hundred trials may go on.</summary>
    public double Percentile { get; }

    /// <summary>How many trials must be complete before one is stopped.</summary>
    public int StartupTrials { get; }

    /// <summary>The first step at which trials may be stopped.</summary>
    public int WarmupSteps { get; }

    /// <summary>The distance of the steps at which trials are looked at.</summary>
    public int IntervalSteps { get; }

    /// <summary>How many complete trials must have reported a step.</summary>
    public int MinimumTrials { get; }

    /// <inheritdoc/>
    public override string Name => "Percentile";

    /// <inheritdoc/>
    public override bool UsesHistory => true;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_history.Extend(context.History))
        {
            _steps.Clear();
        }

        int complete = _history.CountComplete(context.History.Count);
        if (complete == 0 || complete < StartupTrials || !_schedule.IsDue(context))
        {
            return PruneDecision.Continue;
        }

        int step = context.Step;
        bool isMaximized = context.Objective.Direction == Direction.Maximize;
        double best = BestReport(context.Reports.Values, isMaximized);
        if (double.IsNaN(best))
        {
            return new(true, $"no report was a number up to step {step}", []);
        }

        if (!_steps.TryGetValue(step, out SortedValues? values))
        {
            _steps.Add(step, values = new(trial => ReportOf(trial, step)));
        }

        values.MoveTo(_history, context.History.Count);
        double bound = values.Count < MinimumTrials ? double.NaN : values.Percentile(isMaximized ? 100 - Percentile : Percentile);
        if (isMaximized ? best < bound : best > bound)
        {
            string what = Percentile == 50 ? "the median" : $"the best {PrunerGuard.Text(Percentile)} per cent";
            string count = values.Count == 1 ? "1 trial" : $"{values.Count} trials";
            return new(true, $"{PrunerGuard.Text(best)} is worse than {what} of {count} at step {step}, {PrunerGuard.Text(bound)}", []);
        }

        return PruneDecision.Continue;
    }

    private static double? ReportOf(Trial trial, int step) =>
        trial.State == TrialState.Complete && trial.IntermediateValues.TryGetValue(step, out double value) ? value : null;

    private static double BestReport(IList<double> reports, bool isMaximized)
    {
        double best = double.NaN;
        for (int i = 0; i < reports.Count; i++)
        {
            if (double.IsNaN(best) || (isMaximized ? reports[i] > best : reports[i] < best))
            {
                best = reports[i];
            }
        }

        return best;
    }
}
