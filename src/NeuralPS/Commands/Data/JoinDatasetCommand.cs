using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>Join-Dataset: one data set of several, such as the five training files of CIFAR-10.</summary>
[Cmdlet(VerbsCommon.Join, "Dataset")]
[OutputType(typeof(Dataset))]
public sealed class JoinDatasetCommand : NeuralCommand
{
    private readonly List<Eng.Data.Dataset> _parts = [];

    /// <summary>The data sets.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The data sets, in the order of their rows.")]
    [ValidateNotNullOrEmpty]
    public Dataset[] Dataset { get; set; } = [];

    /// <summary>The name.</summary>
    [Parameter(Position = 1, HelpMessage = "The name of the result, for tables and messages. Without it that of the first data set.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _parts.AddRange(Dataset.Select(dataset => dataset.Value));

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        WriteObject(new Dataset(Try(Dataset, () => Eng.Data.Dataset.Concatenate(_parts, Name))));
}
