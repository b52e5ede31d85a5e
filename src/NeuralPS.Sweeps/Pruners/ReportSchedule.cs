namespace NeuralPS.Sweeps.Pruners;

/// <summary>At which reports a pruner decides: not during the warm-up, and then at the first report of each interval.</summary>
/// <param name="WarmupSteps">Reports of steps below this one are never a reason to stop.</param>
/// <param name="IntervalSteps">The length of the intervals, which begin at <paramref name="WarmupSteps"/>.</param>
internal readonly record struct ReportSchedule(int WarmupSteps, int IntervalSteps)
{
    public bool IsDue(PrunerContext context)
    {
        int step = context.Step;
        if (step < WarmupSteps)
        {
            return false;
        }

        int intervalStart = ((step - WarmupSteps) / IntervalSteps * IntervalSteps) + WarmupSteps;
        int previous = context.Reports.Count > 1 ? context.Reports.GetKeyAtIndex(context.Reports.Count - 2) : -1;
        return previous < intervalStart;
    }
}
