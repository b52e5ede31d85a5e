using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Analysis;

/// <summary>The best trial for one objective.</summary>
public static class BestTrial
{
    /// <summary>Finds the best of the complete, feasible trials; of several equally good ones the one with the lowest number.</summary>
    /// <param name="trials">Trials in any order and state.</param>
    /// <param name="objective">Which values are better.</param>
    /// <param name="index">Which of the values of a trial it is about.</param>
    /// <returns>Null if no trial is complete and feasible with a value that is a number.</returns>
    public static Trial? Find(IEnumerable<Trial> trials, Objective objective, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(objective);
        Trial? best = null;
        double bestLoss = double.NaN;
        foreach (Trial trial in trials)
        {
            if (!IsCandidate(trial, index))
            {
                continue;
            }

            double loss = objective.ToLoss(trial.Values[index]);
            if (best is null || loss < bestLoss || (loss == bestLoss && trial.Number < best.Number))
            {
                (best, bestLoss) = (trial, loss);
            }
        }

        return best;
    }

    /// <summary>Whether a trial can be the best one for an objective.</summary>
    internal static bool IsCandidate(Trial trial, int index) =>
        trial.State == TrialState.Complete && trial.IsFeasible && index < trial.Values.Length && !double.IsNaN(trial.Values[index]);
}
