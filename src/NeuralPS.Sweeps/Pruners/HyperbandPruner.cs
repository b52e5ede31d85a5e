using NeuralPS.Sweeps.Randomness;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Hyperband (Li et al., "Hyperband: A novel bandit-based approach to hyperparameter optimization", 2018) with asynchronous brackets:
/// bracket s is a successive halving whose first decision is later by s powers of the factor, so that slow starters have a chance too.
/// A hash of the seed and the number of the trial chooses its bracket. Within a bracket it decides as Optuna's HyperbandPruner.
/// </summary>
public sealed class HyperbandPruner : Pruner
{
    private readonly HistoryPrefix _history = new();
    private RungLadder[]? _brackets;
    private ulong _seed;

    /// <summary>Creates the pruner.</summary>
    /// <param name="minimumResource">The step of the first decision in bracket 0, at least 1.</param>
    /// <param name="maximumResource">
    /// The number of steps of a whole trial; null to take it from the first trial that is complete, until when no trial is stopped.
    /// </param>
    /// <param name="reductionFactor">One of so many goes on, and the next decision is so many times later; at least 2.</param>
    /// <param name="bootstrapCount">No trial passes a rung before more than so many reached it; only with a maximum resource.</param>
    /// <exception cref="SweepException">BadPrunerOption.</exception>
    public HyperbandPruner(int minimumResource = 1, int? maximumResource = null, int reductionFactor = 3, int bootstrapCount = 0)
    {
        MinimumResource = PrunerGuard.AtLeast(minimumResource, 1, Name, nameof(MinimumResource));
        MaximumResource = maximumResource is int resource
            ? PrunerGuard.AtLeast(resource, minimumResource, Name, nameof(MaximumResource))
            : null;
        ReductionFactor = PrunerGuard.AtLeast(reductionFactor, 2, Name, nameof(ReductionFactor));
        BootstrapCount = PrunerGuard.AtLeast(bootstrapCount, 0, Name, nameof(BootstrapCount));
        if (bootstrapCount > 0 && maximumResource is null)
        {
            throw PrunerGuard.Missing(Name, nameof(BootstrapCount), nameof(MaximumResource));
        }
    }

    /// <summary>The step of the first decision in bracket 0.</summary>
    public int MinimumResource { get; }

    /// <summary>The number of steps of a whole trial; null to take it from the first complete trial.</summary>
    public int? MaximumResource { get; }

    /// <summary>One of so many goes on.</summary>
    public int ReductionFactor { get; }

    /// <summary>How many must have reached a rung before one passes it.</summary>
    public int BootstrapCount { get; }

    /// <inheritdoc/>
    public override string Name => "Hyperband";

    /// <inheritdoc/>
    public override bool UsesHistory => true;

    /// <inheritdoc/>
    public override PruneDecision Decide(PrunerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_history.Extend(context.History) || context.Seed != _seed)
        {
            _brackets = null;
            _seed = context.Seed;
        }

        if ((MaximumResource ?? AshaPruner.FirstLength(context.History) + 1) is not int maximum)
        {
            return PruneDecision.Continue;
        }

        int[] shares = GetShares(maximum);
        _brackets ??= [.. shares.Select((_, bracket) => new RungLadder(
            MinimumResource, ReductionFactor, bracket, BootstrapCount, number => GetBracket(_seed, number, shares) == bracket))];
        return _brackets[GetBracket(context.Seed, context.Number, shares)].Decide(context, _history);
    }

    /// <summary>
    /// How many of sum(shares) trials each bracket gets on average: ceil(B · eta^s / (s + 1)) with B brackets, s = B - 1 for bracket 0
    /// down to 0 for the last, so that all brackets cost about the same.
    /// </summary>
    internal int[] GetShares(int maximum)
    {
        // By counting, not by logarithms: they round log_3(243) to less than 5.
        int count = 1;
        for (long step = (long)MinimumResource * ReductionFactor; step <= maximum; step *= ReductionFactor)
        {
            count++;
        }

        int[] shares = new int[count];
        for (int bracket = 0; bracket < count; bracket++)
        {
            int s = count - 1 - bracket;
            shares[bracket] = (int)Math.Ceiling(count * Math.Pow(ReductionFactor, s) / (s + 1));
        }

        return shares;
    }

    /// <summary>The bracket of a trial.</summary>
    internal static int GetBracket(ulong seed, int number, int[] shares)
    {
        TrialRandom random = new(seed, number, "Hyperband");
        int ticket = random.NextInteger(shares.Sum());
        int bracket = 0;
        while (ticket >= shares[bracket])
        {
            ticket -= shares[bracket++];
        }

        return bracket;
    }
}
