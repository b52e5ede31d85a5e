using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Stops a trial that no longer improves on itself, or leaves that to another pruner and keeps it from stopping trials that do. Decides
/// as Optuna's PatientPruner.
/// </summary>
public sealed class PatiencePruner : Pruner
{
    /// <summary>Creates the pruner.</summary>
    /// <param name="patience">A trial may go on for so many reports after one without improvement.</param>
    /// <param name="minimumDelta">What still passes as no worse than the best report before those, at least 0.</param>
    /// <param name="wrapped">The pruner that decides on trials that do not improve; null to stop them all.</param>
    /// <exception cref="SweepException">BadPrunerOption.</exception>
    public PatiencePruner(int patience, double minimumDelta = 0, Pruner? wrapped = null)
    {
        Patience = PrunerGuard.AtLeast(patience, 0, Name, nameof(Patience));
        MinimumDelta = PrunerGuard.Between(minimumDelta, 0, double.MaxValue, Name, nameof(MinimumDelta));
        Wrapped = wrapped;
    }

    /// <summary>How many reports after one without improvement a trial may go on.</summary>
    public int Patience { get; }

    /// <summary>What still passes as no worse.</summary>
    public double MinimumDelta { get; }

    /// <summary>The pruner that decides on trials that do not improve, or null.</summary>
    public Pruner? Wrapped { get; }

    /// <inheritdoc/>
    public override string Name => "Patience";

    /// <inheritdoc/>
    public override bool UsesHistory => Wrapped?.UsesHistory ?? false;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int split = context.Reports.Count - Patience - 1;
        double before = BestLoss(context, 0, Math.Max(split, 0));
        double after = BestLoss(context, Math.Max(split, 0), context.Reports.Count);

        // NaN compares false: without a number on both sides nothing can be said.
        if (!(before + MinimumDelta < after))
        {
            return PruneDecision.Continue;
        }

        return Wrapped?.Decide(context)
            ?? new(true, $"no report since step {context.Reports.GetKeyAtIndex(split - 1)} is as good as the best one up to it", []);
    }

    private static double BestLoss(PrunerContext context, int start, int end)
    {
        double sign = context.Objective.Direction == Direction.Maximize ? -1 : 1;
        double best = double.NaN;
        for (int i = start; i < end; i++)
        {
            double loss = sign * context.Reports.GetValueAtIndex(i);
            best = double.IsNaN(best) || loss < best ? loss : best;
        }

        return best;
    }
}
