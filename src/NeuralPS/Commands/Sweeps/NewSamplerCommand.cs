using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>New-Sampler: a way to choose parameters, with settings of one's own.</summary>
[Cmdlet(VerbsCommon.New, "Sampler")]
[OutputType(typeof(SweepSampler))]
public sealed class NewSamplerCommand : NeuralCommand
{
    /// <summary>The sampler.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The sampler: Grid, Random, Sobol or TPE.")]
    [ArgumentCompleter(typeof(SamplerCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The values of a continuous parameter.</summary>
    [Parameter(HelpMessage = "The values that are taken of a parameter without steps (Grid).")]
    [ValidateRange(1, int.MaxValue)]
    public int PointCount { get; set; }

    /// <summary>The points in random order.</summary>
    [Parameter(HelpMessage = "Takes the points of the grid in an order that depends on the seed (Grid).")]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>The trials before the first that goes by results.</summary>
    [Parameter(HelpMessage = "The trials that are spread evenly before the first that goes by results (TPE).")]
    [Alias(nameof(Swp.Samplers.SamplerOptions.StartupTrials))]
    [ValidateRange(0, int.MaxValue)]
    public int StartupTrial { get; set; }

    /// <summary>The points to choose from.</summary>
    [Parameter(HelpMessage = "The points that are drawn for each trial, of which it takes the most promising (TPE).")]
    [ValidateRange(1, 1_000_000)]
    public int CandidateCount { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Dictionary<string, object?> options = OptionParameters.Collect(
            MyInvocation.BoundParameters,
            (nameof(PointCount), nameof(PointCount), PointCount),
            (nameof(Shuffle), nameof(Shuffle), Shuffle.IsPresent),
            (nameof(StartupTrial), "StartupTrials", StartupTrial),
            (nameof(CandidateCount), nameof(CandidateCount), CandidateCount));
        WriteObject(new SweepSampler(Try(Name, () => Swp.Samplers.SamplerCatalog.Describe(Name, options))));
    }
}
