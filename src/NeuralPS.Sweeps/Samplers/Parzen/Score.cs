using System.Collections.Immutable;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// Where a trial stands among others: feasible ones first, then the least violation; complete ones by their loss, before pruned ones, of
/// which those that came farther are before the others, and then by the loss that they had reached.
/// </summary>
/// <param name="Violation">The sum of the violated constraints.</param>
/// <param name="Kind">0 complete, 1 pruned after a report, 2 without a usable value.</param>
/// <param name="Step">The last step of a pruned trial, negative.</param>
/// <param name="Loss">The objective, lower is better; 0 with several objectives.</param>
internal readonly record struct Score(double Violation, int Kind, double Step, double Loss) : IComparable<Score>
{
    /// <summary>Whether the trial can be one of the good ones.</summary>
    public bool IsUsable => Kind < 2;

    /// <summary>Scores a finished trial.</summary>
    public static Score Of(Trial trial, ImmutableArray<Objective> objectives)
    {
        double violation = 0;
        foreach (double constraint in trial.Constraints)
        {
            violation += double.IsNaN(constraint) ? double.PositiveInfinity : Math.Max(0, constraint);
        }

        if (trial.State == TrialState.Complete && trial.Values.Length == objectives.Length)
        {
            double loss = objectives[0].ToLoss(trial.Values[0]);
            bool isUsable = loss < double.PositiveInfinity;
            for (int i = 1; i < objectives.Length; i++)
            {
                isUsable &= objectives[i].ToLoss(trial.Values[i]) < double.PositiveInfinity;
            }

            return new(violation, isUsable ? 0 : 2, 0, objectives.Length == 1 && isUsable ? loss : 0);
        }

        if (trial.State == TrialState.Pruned && objectives.Length == 1 && trial.IntermediateValues.Count > 0)
        {
            int last = trial.IntermediateValues.Count - 1;
            double loss = objectives[0].ToLoss(trial.IntermediateValues.GetValueAtIndex(last));
            return new(violation, loss < double.PositiveInfinity ? 1 : 2, -trial.IntermediateValues.GetKeyAtIndex(last), loss);
        }

        return new(violation, 2, 0, 0);
    }

    /// <inheritdoc/>
    public int CompareTo(Score other)
    {
        // What has no value at all is behind what has one, feasible or not.
        int order = (Kind == 2).CompareTo(other.Kind == 2);
        order = order != 0 ? order : Violation.CompareTo(other.Violation);
        order = order != 0 ? order : Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Step.CompareTo(other.Step);
        return order != 0 ? order : Loss.CompareTo(other.Loss);
    }
}
