namespace NeuralPS.Sweeps.Execution;

/// <summary>How far a sweep goes. All but the times are totals over all runs: the same script, run again, goes on to the same total.</summary>
public sealed record SweepLimits
{
    /// <summary>The trials of the sweep, those of earlier runs and failed ones among them; null for as many as the sampler has.</summary>
    public int? MaxTrial { get; init; }

    /// <summary>When this run ends, in local time; trials that are still running are interrupted and continue in the next run.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The failed trials with which the sweep is given up; 0 for never.</summary>
    public int MaxFailure { get; init; }

    /// <summary>How often a trial that a dying process left behind is tried again.</summary>
    public int MaxRetry { get; init; } = 2;

    /// <summary>The trials at a time in this process.</summary>
    public int Workers { get; init; } = 1;
}
