using System.Collections.Immutable;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Analysis;

/// <summary>
/// Which parameters matter, by PED-ANOVA (Watanabe, Bansal, Hutter, "PED-ANOVA: Efficiently quantifying hyperparameter importance in
/// arbitrary subspaces", IJCAI 2023). A parameter matters as far as its values in the best trials differ from its values in all trials,
/// measured by the Pearson divergence sum_x q(x) · (p(x) / q(x) - 1)^2 of the densities p of the best and q of all. It costs
/// O(trials · parameters).
/// </summary>
public static class ParameterImportance
{
    /// <summary>With fewer complete trials the best ones say nothing.</summary>
    public const int MinimumTrials = 5;

    private const int MinimumTop = 2;

    /// <summary>Computes the importance of every parameter that occurs in a complete trial.</summary>
    /// <param name="trials">Trials in any order and state; only complete ones count.</param>
    /// <param name="objective">Which values are better.</param>
    /// <param name="index">Which of the values of a trial it is about.</param>
    /// <param name="quantile">How much of the trials are the best ones, above 0 and below 1; at least two are, and all that tie.</param>
    /// <returns>
    /// The most important one first, equally important ones by name. A parameter that only some trials have is judged among those, and
    /// its importance counts by their share.
    /// </returns>
    /// <exception cref="SweepException">TooFewTrials.</exception>
    public static ImmutableArray<ParameterScore> Compute(
        IEnumerable<Trial> trials, Objective objective, int index = 0, double quantile = 0.1)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(quantile, 1);
        Trial[] complete = [.. trials.Where(trial => trial.State == TrialState.Complete && index < trial.Values.Length)];
        if (complete.Length < MinimumTrials)
        {
            string count = complete.Length switch { 0 => "is none", 1 => "is 1", int n => $"are {n}" };
            throw new SweepException(
                "TooFewTrials",
                $"The importance of parameters needs at least {MinimumTrials} complete trials, and there {count}. Run more trials.");
        }

        Array.Sort(
            [.. complete.Select(trial => (objective.ToLoss(trial.Values[index]), trial.Number))],
            complete,
            Comparer<(double, int)>.Default);
        (string Name, double Value, int Count)[] raw =
        [
            .. complete.SelectMany(trial => trial.Parameters.Keys).Distinct().Select(name =>
            {
                Trial[] having = [.. complete.Where(trial => trial.Parameters.ContainsKey(name))];
                double[] losses = [.. having.Select(trial => objective.ToLoss(trial.Values[index]))];
                return (name, Divergence(having, losses, name, quantile) * having.Length / complete.Length, having.Length);
            }),
        ];
        double sum = raw.Sum(entry => entry.Value);
        return
        [
            .. raw.Select(entry => new ParameterScore(entry.Name, sum > 0 ? entry.Value / sum : 0, entry.Count))
                .OrderByDescending(score => score.Importance).ThenBy(score => score.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The divergence for one parameter among the trials that have it, the best ones first.</summary>
    private static double Divergence(Trial[] trials, double[] losses, string name, double quantile)
    {
        ParameterGrid grid = new([.. trials.Select(trial => trial.Parameters[name].Domain)]);
        if (grid.Count < 2 || trials.Length < MinimumTop)
        {
            return 0;
        }

        double cutoff = losses[Math.Max((int)Math.Ceiling(quantile * trials.Length), MinimumTop) - 1];
        double[] all = new double[grid.Count];
        double[] top = new double[grid.Count];
        for (int i = 0; i < trials.Length; i++)
        {
            int cell = grid.FindCell(trials[i].Parameters[name].Value);
            all[cell]++;
            top[cell] += losses[i] <= cutoff ? 1 : 0;
        }

        double[] p = grid.EstimateDensity(top);
        double[] q = grid.EstimateDensity(all);
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double ratio = (p[i] / q[i]) - 1;
            sum += q[i] * ratio * ratio;
        }

        return sum;
    }
}
