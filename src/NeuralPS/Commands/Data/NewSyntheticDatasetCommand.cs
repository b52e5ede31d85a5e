using System.Management.Automation;
using NeuralPS.Loading;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>New-SyntheticDataset: data made up on the spot, the same for the same seed.</summary>
[Cmdlet(VerbsCommon.New, "SyntheticDataset")]
[OutputType(typeof(Dataset))]
public sealed class NewSyntheticDatasetCommand : NeuralCommand
{
    /// <summary>What to make up.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "What to make up.")]
    public SyntheticKind Kind { get; set; }

    /// <summary>The number of samples.</summary>
    [Parameter(Position = 1, HelpMessage = "The number of samples. Without it the kind's usual number; truth tables have four rows.")]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; }

    /// <summary>The noise.</summary>
    [Parameter(HelpMessage = "The standard deviation of the noise. Without it the kind's usual one.")]
    [ValidateRange(0, double.MaxValue)]
    public double Noise { get; set; }

    /// <summary>The number of classes.</summary>
    [Parameter(HelpMessage = "The number of classes, for digits, circles, spirals and blobs. Without it the kind's usual number.")]
    [ValidateRange(2, 1000)]
    [Alias("Classes")]
    public int ClassCount { get; set; }

    /// <summary>False is -1.</summary>
    [Parameter(HelpMessage = "Truth tables with inputs of -1 and +1 instead of 0 and 1.")]
    public SwitchParameter Signed { get; set; }

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits.")]
    public ulong Seed { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool Has(string name) => MyInvocation.BoundParameters.ContainsKey(name);
        WriteObject(new Dataset(Try(Kind, () =>
        {
            var kind = Enum.Parse<Eng.Data.Synthesis.SyntheticKind>(Kind.ToString());
            return Eng.Data.Synthesis.SyntheticDataset.Create(
                kind,
                Has(nameof(Count)) ? Count : Eng.Data.Synthesis.SyntheticDataset.GetDefaultCount(kind),
                Seed,
                Has(nameof(Noise)) ? Noise : null,
                Has(nameof(ClassCount)) ? ClassCount : null,
                Signed);
        })));
    }
}
