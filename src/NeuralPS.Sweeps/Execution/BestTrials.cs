using System.Collections.Immutable;
using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// The best of the trials that it was shown: those that no other beats in one objective without losing in another. With one objective
/// that is one trial; among equal ones the lowest number counts. Trials that break a constraint never do.
/// </summary>
/// <param name="objectives">What is compared.</param>
public sealed class BestTrials(ImmutableArray<Objective> objectives)
{
    private readonly List<(int Number, double[] Losses)> _front = [];

    /// <summary>The numbers of the best, in the order in which they were shown.</summary>
    public IEnumerable<int> Numbers => _front.Select(entry => entry.Number);

    /// <summary>Whether a trial with these values would be among the best.</summary>
    public bool WouldEnter(int number, IReadOnlyList<double> values) => !_front.Any(entry => IsBetter(entry.Number, entry.Losses, number, ToLosses(values)));

    /// <summary>Takes a finished trial in.</summary>
    /// <returns>The trials that are not among the best any more, the new one perhaps among them.</returns>
    public IReadOnlyList<int> Add(Trial trial)
    {
        if (trial.State != TrialState.Complete || !trial.IsFeasible || !WouldEnter(trial.Number, trial.Values))
        {
            return [trial.Number];
        }

        double[] losses = ToLosses(trial.Values);
        int[] beaten = [.. _front.Where(entry => IsBetter(trial.Number, losses, entry.Number, entry.Losses)).Select(entry => entry.Number)];
        _front.RemoveAll(entry => beaten.Contains(entry.Number) || entry.Number == trial.Number);
        _front.Add((trial.Number, losses));
        return beaten;
    }

    /// <summary>Whether the first dominates the second, or is its equal with a lower number: of one objective one trial is enough.</summary>
    private static bool IsBetter(int number, double[] losses, int otherNumber, double[] otherLosses) =>
        ParetoFront.Dominates(losses, otherLosses) || (losses is [double only] && otherLosses[0] == only && number < otherNumber);

    private double[] ToLosses(IReadOnlyList<double> values) => [.. objectives.Select((objective, i) => objective.ToLoss(values[i]))];
}
