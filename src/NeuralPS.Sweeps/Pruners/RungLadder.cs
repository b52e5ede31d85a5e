using System.Collections.Immutable;
using System.Globalization;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Asynchronous successive halving among the trials of one bracket. Rung k is reached with the first report of a step of at least
/// minimum resource · eta^(rate + k); whoever is among the best 1/eta of those who reached it goes on to the next one.
/// </summary>
/// <param name="Minimum">The step of the lowest rung when the rate is 0, at least 1.</param>
/// <param name="Factor">The reduction factor eta, at least 2.</param>
/// <param name="Rate">By how many powers of the factor the lowest rung lies higher.</param>
/// <param name="BootstrapCount">No trial passes a rung that only so many have reached.</param>
/// <param name="Includes">Which trials belong to the bracket.</param>
internal sealed record RungLadder(int Minimum, int Factor, int Rate, int BootstrapCount, Func<int, bool> Includes)
{
    private readonly List<SortedValues> _rungs = [];

    /// <summary>The system attribute in which Optuna looks for the value at a rung.</summary>
    public static string Key(int rung) => string.Create(CultureInfo.InvariantCulture, $"completed_rung_{rung}");

    public PruneDecision Decide(PrunerContext context, HistoryPrefix history)
    {
        SortedList<int, double> reports = context.Reports;
        ImmutableArray<KeyValuePair<string, double>>.Builder passed = ImmutableArray.CreateBuilder<KeyValuePair<string, double>>();
        int rung = 0;
        int last = reports.Count - 1;

        // The way up so far follows from the reports: nothing has to be remembered when another process takes the trial over.
        for (int i = FirstReport(reports, rung, 0); i <= last; i = FirstReport(reports, rung, i))
        {
            double value = reports.GetValueAtIndex(i);
            if (double.IsNaN(value))
            {
                if (i == last)
                {
                    return new(true, $"the report is not a number at step {context.Step}", passed.ToImmutable());
                }

                i++;
                continue;
            }

            if (i == last)
            {
                passed.Add(new(Key(rung), value));
            }

            SortedValues others = Rung(rung).MoveTo(history, context.History.Count);
            if (IsPromoted(value, others.Values, context.Objective.Direction))
            {
                rung++;
            }
            else if (i == last)
            {
                string competitors = others.Values.Count == 1 ? "1 other" : $"{others.Values.Count} others";
                return new(
                    true,
                    $"{PrunerGuard.Text(value)} at step {context.Step} is not among the best 1/{Factor} of rung {rung} with {competitors}",
                    passed.ToImmutable());
            }
            else
            {
                // It went on all the same (another pruner is more patient): it competes again with its next report.
                i++;
            }
        }

        return passed.Count == 0 ? PruneDecision.Continue : new(false, string.Empty, passed.ToImmutable());
    }

    private SortedValues Rung(int rung)
    {
        while (_rungs.Count <= rung)
        {
            int own = _rungs.Count;
            _rungs.Add(new(trial => Includes(trial.Number) ? ValueAt(trial, own) : null));
        }

        return _rungs[rung];
    }

    private bool IsPromoted(double value, IReadOnlyList<double> others, Direction direction)
    {
        int count = others.Count + 1;
        if (count <= BootstrapCount)
        {
            return false;
        }

        // As many may be better as there are places besides this trial's own; the first ones pass if they are the best so far.
        int place = Math.Max((count / Factor) - 1, 0);
        return others.Count <= place
            || (direction == Direction.Maximize ? value >= others[others.Count - 1 - place] : value <= others[place]);
    }

    // From the reports and not from the attributes: those are of another ladder when the options of the pruner have changed.
    private double? ValueAt(Trial trial, int rung)
    {
        SortedList<int, double> reports = trial.IntermediateValues;
        int index = FirstReport(reports, rung, 0);
        if (index >= reports.Count || double.IsNaN(reports.GetValueAtIndex(index)))
        {
            return null;
        }

        // With its last report a pruned trial passed no rung beyond the one at which it was stopped.
        bool isStoppedBelow = trial.State == TrialState.Pruned && index == reports.Count - 1 && rung > 0
            && FirstReport(reports, rung - 1, 0) == index && !trial.SystemAttributes.ContainsKey(Key(rung));
        return isStoppedBelow ? null : reports.GetValueAtIndex(index);
    }

    /// <summary>The place of the first report from <paramref name="start"/> on that reaches the rung; the count if there is none.</summary>
    private int FirstReport(SortedList<int, double> reports, int rung, int start)
    {
        double step = Minimum * Math.Pow(Factor, Rate + rung);
        int low = start;
        int high = reports.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = reports.GetKeyAtIndex(middle) < step ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
