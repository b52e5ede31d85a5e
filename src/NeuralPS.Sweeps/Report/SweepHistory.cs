using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Report;

/// <summary>
/// The values of one objective over the numbers of the trials, for a chart in text: as points, and the best so far as a line.
/// </summary>
public sealed class SweepHistory
{
    // Below so many values nothing can be called an outlier.
    private const int LeastForLimit = 20;

    /// <summary>Gathers the values.</summary>
    /// <param name="summary">The sweep.</param>
    /// <param name="index">Which objective.</param>
    public SweepHistory(SweepSummary summary, int index)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Objective = summary.Objectives[index];
        Trial[] trials =
        [
            .. summary.Trials.Where(trial =>
                trial.State == TrialState.Complete && index < trial.Values.Length && double.IsFinite(trial.Values[index])),
        ];
        double[] losses = [.. trials.Select(trial => Objective.ToLoss(trial.Values[index]))];
        double limit = FindLimit(losses);
        Beyond = losses.Count(loss => loss > limit);
        Points = [.. trials.Select((trial, i) => (trial.Number, Turn(Math.Min(losses[i], limit))))];

        List<(double, double)> best = [];
        double least = double.PositiveInfinity;
        for (int i = 0; i < trials.Length; i++)
        {
            if (BestTrial.IsCandidate(trials[i], index) && losses[i] < least)
            {
                // A step: what was the best holds until the better one comes.
                if (best.Count > 0)
                {
                    best.Add((trials[i].Number, best[^1].Item2));
                }

                least = losses[i];
                best.Add((trials[i].Number, Turn(Math.Min(least, limit))));
            }
        }

        if (best.Count > 0)
        {
            best.Add((summary.Trials[^1].Number, best[^1].Item2));
        }

        Best = best;
    }

    /// <summary>The objective.</summary>
    public Objective Objective { get; }

    /// <summary>Number and value of each complete trial; values that are much worse than most are moved to a limit.</summary>
    public IReadOnlyList<(double Number, double Value)> Points { get; }

    /// <summary>The corners of the line of the best value so far, among feasible trials.</summary>
    public IReadOnlyList<(double Number, double Value)> Best { get; }

    /// <summary>How many values were moved to the limit.</summary>
    public int Beyond { get; }

    /// <summary>Twice as far from the best as all but the worst twentieth are: a few values must not flatten the others.</summary>
    private static double FindLimit(double[] losses)
    {
        if (losses.Length < LeastForLimit)
        {
            return double.PositiveInfinity;
        }

        double[] sorted = [.. losses.Order()];
        double most = sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1];
        return most + (most - sorted[0]);
    }

    private double Turn(double loss) => Objective.Direction == Direction.Maximize ? -loss : loss;
}
