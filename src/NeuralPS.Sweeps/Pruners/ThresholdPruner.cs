namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Stops a trial whose report is not a number or lies outside of bounds: a loss that explodes, an accuracy that never rises.
/// </summary>
public sealed class ThresholdPruner : Pruner
{
    private readonly ReportSchedule _schedule;

    /// <summary>Creates the pruner.</summary>
    /// <param name="lower">Reports below stop the trial; null for no bound. At least one of the two bounds is needed.</param>
    /// <param name="upper">Reports above stop the trial; null for no bound.</param>
    /// <param name="warmupSteps">No trial is stopped at a step below this one.</param>
    /// <param name="intervalSteps">Trials are looked at once in so many steps, from the warm-up on.</param>
    /// <exception cref="SweepException">BadPrunerOption.</exception>
    public ThresholdPruner(double? lower = null, double? upper = null, int warmupSteps = 0, int intervalSteps = 1)
    {
        if (lower is null && upper is null)
        {
            throw PrunerGuard.Bad($"The pruner {Name} has no bound. Give {nameof(Lower)}, {nameof(Upper)} or both.");
        }

        if (lower is double.NaN || upper is double.NaN || lower > upper)
        {
            throw PrunerGuard.Bad(
                $"The bounds of the pruner {Name} are {lower} and {upper}. {nameof(Lower)} must not be above {nameof(Upper)}, and both must be numbers.");
        }

        Lower = lower;
        Upper = upper;
        WarmupSteps = PrunerGuard.AtLeast(warmupSteps, 0, Name, nameof(WarmupSteps));
        IntervalSteps = PrunerGuard.AtLeast(intervalSteps, 1, Name, nameof(IntervalSteps));
        _schedule = new(WarmupSteps, IntervalSteps);
    }

    /// <summary>Reports below stop the trial; null for no bound.</summary>
    public double? Lower { get; }

    /// <summary>Reports above stop the trial; null for no bound.</summary>
    public double? Upper { get; }

    /// <summary>The first step at which trials may be stopped.</summary>
    public int WarmupSteps { get; }

    /// <summary>The distance of the steps at which trials are looked at.</summary>
    public int IntervalSteps { get; }

    /// <inheritdoc/>
    public override string Name => "Threshold";

    /// <inheritdoc/>
    public override bool UsesHistory => false;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_schedule.IsDue(context))
        {
            return PruneDecision.Continue;
        }

        double value = context.Value;
        string? reason = double.IsNaN(value) ? "the report is not a number"
            : value < Lower ? $"{PrunerGuard.Text(value)} is below {PrunerGuard.Text(Lower.Value)}"
            : value > Upper ? $"{PrunerGuard.Text(value)} is above {PrunerGuard.Text(Upper.Value)}"
            : null;
        return reason is null ? PruneDecision.Continue : new(true, $"{reason} at step {context.Step}", []);
    }
}
