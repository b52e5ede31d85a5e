using System.Collections.Immutable;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Analysis;

/// <summary>The best trials for several objectives: those for which no other trial is as good in all and better in one.</summary>
public static class ParetoFront
{
    /// <summary>Finds the non-dominated trials among the complete, feasible ones whose values are all numbers.</summary>
    /// <param name="trials">Trials in any order and state.</param>
    /// <param name="objectives">One for each value of a trial.</param>
    /// <returns>In the order of their numbers; equal ones are all there. With one objective the trials that share the best value.</returns>
    public static ImmutableArray<Trial> Find(IEnumerable<Trial> trials, ImmutableArray<Objective> objectives)
    {
        ArgumentNullException.ThrowIfNull(trials);
        (Trial Trial, double[] Losses)[] candidates =
        [
            .. trials
                .Where(trial => Enumerable.Range(0, objectives.Length).All(i => BestTrial.IsCandidate(trial, i)))
                .Select(trial => (trial, objectives.Select((objective, i) => objective.ToLoss(trial.Values[i])).ToArray())),
        ];

        // In this order a trial can only be dominated by one before it, and hence by one of the front so far.
        Array.Sort(candidates, static (a, b) => a.Losses.AsSpan().SequenceCompareTo(b.Losses));
        List<(Trial Trial, double[] Losses)> front = [];
        foreach ((Trial Trial, double[] Losses) candidate in candidates)
        {
            // With two objectives the last one of the front has the lowest second loss: the others need no look.
            int first = objectives.Length <= 2 ? Math.Max(front.Count - 1, 0) : 0;
            bool isDominated = false;
            for (int i = first; i < front.Count && !isDominated; i++)
            {
                isDominated = Dominates(front[i].Losses, candidate.Losses);
            }

            if (!isDominated)
            {
                front.Add(candidate);
            }
        }

        return [.. front.Select(member => member.Trial).OrderBy(trial => trial.Number)];
    }

    /// <summary>Whether losses are nowhere higher than others and somewhere lower.</summary>
    internal static bool Dominates(ReadOnlySpan<double> losses, ReadOnlySpan<double> others)
    {
        bool isLower = false;
        for (int i = 0; i < losses.Length; i++)
        {
            if (losses[i] > others[i])
            {
                return false;
            }

            isLower |= losses[i] < others[i];
        }

        return isLower;
    }
}
