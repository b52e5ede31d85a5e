namespace NeuralPS.Sweeps.Pruners;

/// <summary>
/// Stops a trial whose best report so far is worse than the median of what the complete trials reported at the same step (Golovin et
/// al., "Google Vizier: A service for black-box optimization", 2017).
/// </summary>
/// <param name="startupTrials">No trial is stopped before so many are complete.</param>
/// <param name="warmupSteps">No trial is stopped at a step below this one.</param>
/// <param name="intervalSteps">Trials are looked at once in so many steps, from the warm-up on.</param>
/// <param name="minimumTrials">No trial is stopped at a step that fewer complete trials reported.</param>
/// <exception cref="SweepException">BadPrunerOption.</exception>
public sealed class MedianPruner(int startupTrials = 5, int warmupSteps = 0, int intervalSteps = 1, int minimumTrials = 1)
    : PercentilePruner(50, startupTrials, warmupSteps, intervalSteps, minimumTrials)
{
    /// <inheritdoc/>
    public override string Name => "Median";
}
