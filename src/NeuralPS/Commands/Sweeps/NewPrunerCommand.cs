using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>New-Pruner: a rule that stops poor trials early, with settings of one's own.</summary>
[Cmdlet(VerbsCommon.New, "Pruner")]
[OutputType(typeof(SweepPruner))]
public sealed class NewPrunerCommand : NeuralCommand
{
    /// <summary>The pruner.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The pruner: ASHA, Hyperband, Median, Percentile, Threshold, Patience or None.")]
    [ArgumentCompleter(typeof(PrunerCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>How much of a hundred trials may go on.</summary>
    [Parameter(HelpMessage = "How many of a hundred trials may go on, from 0 to 100 (Percentile).")]
    [ValidateInterval(AtLeast = 0, AtMost = 100)]
    public double Percentile { get; set; }

    /// <summary>The complete trials that are needed.</summary>
    [Parameter(HelpMessage = "No trial is stopped before so many are complete (Median, Percentile).")]
    [Alias(nameof(Swp.Pruners.PrunerOptions.StartupTrials))]
    [ValidateRange(0, int.MaxValue)]
    public int StartupTrial { get; set; }

    /// <summary>The first step.</summary>
    [Parameter(HelpMessage = "No trial is stopped at a step below this one (Median, Percentile, Threshold).")]
    [Alias(nameof(Swp.Pruners.PrunerOptions.WarmupSteps))]
    [ValidateRange(0, int.MaxValue)]
    public int WarmupStep { get; set; }

    /// <summary>The distance of steps.</summary>
    [Parameter(HelpMessage = "Trials are looked at once in so many steps (Median, Percentile, Threshold).")]
    [Alias(nameof(Swp.Pruners.PrunerOptions.IntervalSteps))]
    [ValidateRange(1, int.MaxValue)]
    public int IntervalStep { get; set; }

    /// <summary>The trials that reported a step.</summary>
    [Parameter(HelpMessage = "No trial is stopped at a step that fewer complete trials reported (Median, Percentile).")]
    [Alias(nameof(Swp.Pruners.PrunerOptions.MinimumTrials))]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumTrial { get; set; }

    /// <summary>The step of the first decision.</summary>
    [Parameter(HelpMessage = "The step of the first decision (ASHA, Hyperband).")]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumResource { get; set; }

    /// <summary>The steps of a whole trial.</summary>
    [Parameter(HelpMessage = "The number of steps of a whole trial (Hyperband).")]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumResource { get; set; }

    /// <summary>One of so many goes on.</summary>
    [Parameter(HelpMessage = "One of so many trials goes on, and the next decision is so many times later (ASHA, Hyperband).")]
    [ValidateRange(2, int.MaxValue)]
    public int ReductionFactor { get; set; }

    /// <summary>By how much the first decision is later.</summary>
    [Parameter(HelpMessage = "The first decision is later by so many powers of the reduction factor (ASHA).")]
    [ValidateRange(0, 30)]
    public int MinimumEarlyStoppingRate { get; set; }

    /// <summary>The trials that a rung needs.</summary>
    [Parameter(HelpMessage = "No trial passes a decision before more than so many came to it (ASHA, Hyperband).")]
    [ValidateRange(0, int.MaxValue)]
    public int BootstrapCount { get; set; }

    /// <summary>The lower bound.</summary>
    [Parameter(HelpMessage = "Reports below this stop the trial (Threshold).")]
    [ValidateInterval]
    public double Lower { get; set; }

    /// <summary>The upper bound.</summary>
    [Parameter(HelpMessage = "Reports above this stop the trial (Threshold).")]
    [ValidateInterval]
    public double Upper { get; set; }

    /// <summary>The reports without improvement.</summary>
    [Parameter(HelpMessage = "How many reports after one without improvement a trial may go on (Patience).")]
    [ValidateRange(0, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>What passes as no worse.</summary>
    [Parameter(HelpMessage = "By how much a report may be worse than the best before and still passes (Patience).")]
    [ValidateInterval(AtLeast = 0)]
    public double MinimumDelta { get; set; }

    /// <summary>The pruner inside.</summary>
    [Parameter(HelpMessage = "The pruner that decides on trials that do not improve: a name, or what New-Pruner makes (Patience).")]
    [PrunerTransformation]
    [ArgumentCompleter(typeof(PrunerCompleter))]
    [ValidateNotNull]
    public SweepPruner? Wrapped { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Dictionary<string, object?> options = OptionParameters.Collect(
            MyInvocation.BoundParameters,
            (nameof(Percentile), nameof(Percentile), Percentile),
            (nameof(StartupTrial), "StartupTrials", StartupTrial),
            (nameof(WarmupStep), "WarmupSteps", WarmupStep),
            (nameof(IntervalStep), "IntervalSteps", IntervalStep),
            (nameof(MinimumTrial), "MinimumTrials", MinimumTrial),
            (nameof(MinimumResource), nameof(MinimumResource), MinimumResource),
            (nameof(MaximumResource), nameof(MaximumResource), MaximumResource),
            (nameof(ReductionFactor), nameof(ReductionFactor), ReductionFactor),
            (nameof(MinimumEarlyStoppingRate), nameof(MinimumEarlyStoppingRate), MinimumEarlyStoppingRate),
            (nameof(BootstrapCount), nameof(BootstrapCount), BootstrapCount),
            (nameof(Lower), nameof(Lower), Lower),
            (nameof(Upper), nameof(Upper), Upper),
            (nameof(Patience), nameof(Patience), Patience),
            (nameof(MinimumDelta), nameof(MinimumDelta), MinimumDelta),
            (nameof(Wrapped), nameof(Wrapped), Wrapped?.Value));
        WriteObject(new SweepPruner(Try(Name, () => Swp.Pruners.PrunerCatalog.Describe(Name, options))));
    }
}
