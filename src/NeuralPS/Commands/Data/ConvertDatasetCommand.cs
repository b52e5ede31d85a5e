using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>Convert-Dataset: scales, standardises and encodes; a network remembers what was done to its training data.</summary>
[Cmdlet(VerbsData.Convert, "Dataset")]
[OutputType(typeof(Dataset))]
public sealed class ConvertDatasetCommand : NeuralCommand
{
    /// <summary>The data set.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The data set. It stays as it is; a new one comes out.")]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>Scales the inputs to a range.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Scale", HelpMessage = "Scales each input to the range, by its smallest and largest value in this data set.")]
    public SwitchParameter Scale { get; set; }

    /// <summary>The range.</summary>
    [Parameter(ParameterSetName = "Scale", HelpMessage = "The range to scale to: its lower and upper end.")]
    [ValidateCount(2, 2)]
    public float[] Range { get; set; } = [0, 1];

    /// <summary>Standardises the inputs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Standardize", HelpMessage = "Subtracts the mean of each input in this data set and divides by its standard deviation.")]
    public SwitchParameter Standardize { get; set; }

    /// <summary>Standardises the targets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "StandardizeTarget", HelpMessage = "Subtracts the mean of each target and divides by its standard deviation; predictions come back in the original units.")]
    public SwitchParameter StandardizeTarget { get; set; }

    /// <summary>Turns labels into targets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "OneHot", HelpMessage = "Turns class labels into targets: 1 for the class, 0 for the others.")]
    public SwitchParameter OneHot { get; set; }

    /// <summary>Does what was done to another data set.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Like", HelpMessage = "Does what was done to this data set, with its statistics: for test data, like the training data.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Like { get; set; } = null!;

    /// <summary>Augments the images.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Augment", HelpMessage = "What New-Augmentation makes: the images come out as a training sees them in its first epochs.")]
    [ValidateNotNull]
    public Augmentation? Augmentation { get; set; }

    /// <summary>The number of epochs.</summary>
    [Parameter(ParameterSetName = "Augment", HelpMessage = "How often each image comes out, each time otherwise: one epoch of a training after the other.")]
    [ValidateRange(1, int.MaxValue)]
    public int Copy { get; set; } = 1;

    /// <summary>The seed.</summary>
    [Parameter(ParameterSetName = "Augment", HelpMessage = "The seed of all random numbers: the same seed gives the same bits, on any number of threads.")]
    public ulong Seed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new Dataset(Try(Dataset, () => ParameterSetName switch
    {
        "Scale" => Eng.Data.Transforms.DatasetTransforms.Scale(Dataset.Value, Range[0], Range[1]),
        "Standardize" => Eng.Data.Transforms.DatasetTransforms.Standardize(Dataset.Value),
        "StandardizeTarget" => Eng.Data.Transforms.DatasetTransforms.StandardizeTargets(Dataset.Value),
        "Augment" => Eng.Data.Augmentation.DatasetAugmentation.Augment(Dataset.Value, Augmentation!.Value, Copy, Seed),
        "OneHot" => Eng.Data.Transforms.DatasetTransforms.OneHot(Dataset.Value),
        _ => Eng.Data.Transforms.DatasetTransforms.Like(Dataset.Value, Like.Value),
    })));
}
