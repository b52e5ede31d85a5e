using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Asynchronous successive halving (Li et al., "A system for massively parallel hyperparameter tuning", 2020): at steps that grow by a
/// factor, only the best of those who got there go on. Decides as Optuna's SuccessiveHalvingPruner, but by the reports of the trials, not
/// by marks that they were given: trials from before the pruner was chosen count too.
/// </summary>
public sealed class AshaPruner : Pruner
{
    private readonly HistoryPrefix _history = new();
    private RungLadder? _ladder;

    /// <summary>Creates the pruner.</summary>
    /// <param name="minimumResource">
    /// The step of the first decision; null for a hundredth of the last step of the first trial that is complete, and until then no
    /// trial is stopped.
    /// </param>
    /// <param name="reductionFactor">One of so many goes on, and the next decision is so many times later; at least 2.</param>
    /// <param name="minimumEarlyStoppingRate">The first decision is later by so many powers of the factor.</param>
    /// <param name="bootstrapCount">No trial passes a rung before more than so many reached it; only with a minimum resource.</param>
    /// <exception cref="SweepException">BadPrunerOption.</exception>
    public AshaPruner(int? minimumResource = null, int reductionFactor = 4, int minimumEarlyStoppingRate = 0, int bootstrapCount = 0)
    {
        MinimumResource = minimumResource is int resource ? PrunerGuard.AtLeast(resource, 1, Name, nameof(MinimumResource)) : null;
        ReductionFactor = PrunerGuard.AtLeast(reductionFactor, 2, Name, nameof(ReductionFactor));
        MinimumEarlyStoppingRate = PrunerGuard.AtLeast(minimumEarlyStoppingRate, 0, Name, nameof(MinimumEarlyStoppingRate));
        BootstrapCount = PrunerGuard.AtLeast(bootstrapCount, 0, Name, nameof(BootstrapCount));
        if (bootstrapCount > 0 && minimumResource is null)
        {
            throw PrunerGuard.Missing(Name, nameof(BootstrapCount), nameof(MinimumResource));
        }
    }

    /// <summary>The step of the first decision; null to take it from the first complete trial.</summary>
    public int? MinimumResource { get; }

    /// <summary>One of so many goes on.</summary>
    public int ReductionFactor { get; }

    /// <summary>By how many powers of the factor the first decision is later.</summary>
    public int MinimumEarlyStoppingRate { get; }

    /// <summary>How many must have reached a rung before one passes it.</summary>
    public int BootstrapCount { get; }

    /// <inheritdoc/>
    public override string Name => "ASHA";

    /// <inheritdoc/>
    public override bool UsesHistory => true;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_history.Extend(context.History))
        {
            _ladder = null;
        }

        if ((MinimumResource ?? EstimateResource(context.History)) is not int minimum)
        {
            return PruneDecision.Continue;
        }

        _ladder ??= new(minimum, ReductionFactor, MinimumEarlyStoppingRate, BootstrapCount, static _ => true);
        return _ladder.Decide(context, _history);
    }

    /// <summary>The last step of the first complete trial that reported anything: it stays the same however long the history grows.</summary>
    internal static int? FirstLength(IReadOnlyList<Trial> history)
    {
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i].State == TrialState.Complete && history[i].IntermediateValues.Count > 0)
            {
                return history[i].IntermediateValues.GetKeyAtIndex(history[i].IntermediateValues.Count - 1);
            }
        }

        return null;
    }

    private static int? EstimateResource(IReadOnlyList<Trial> history) =>
        FirstLength(history) is int length ? Math.Max(length / 100, 1) : null;
}
