using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>Split-Dataset: parts of a data set, every sample in exactly one.</summary>
[Cmdlet(VerbsCommon.Split, "Dataset")]
[OutputType(typeof(Dataset))]
public sealed class SplitDatasetCommand : NeuralCommand
{
    /// <summary>The data set.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The data set.")]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>The fractions.</summary>
    [Parameter(Position = 0, HelpMessage = "The fraction of each part. Where they sum to less than 1 the rest becomes one part more: 0.8 gives two parts.")]
    [ValidateInterval(Above = 0, AtMost = 1)]
    [ValidateCount(1, 1000)]
    public double[] Fraction { get; set; } = [0.8];

    /// <summary>Keeps the shares of the classes.</summary>
    [Parameter(HelpMessage = "Keeps the shares of the classes in each part.")]
    public SwitchParameter Stratify { get; set; }

    /// <summary>Keeps the order.</summary>
    [Parameter(HelpMessage = "Cuts the samples in their order instead of drawing them.")]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits.")]
    public ulong Seed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Eng.Data.Dataset part in Try(
            Dataset, () => Eng.Data.DatasetSplitter.Split(Dataset.Value, Fraction, Stratify, Seed, !NoShuffle)))
        {
            WriteObject(new Dataset(part));
        }
    }
}
