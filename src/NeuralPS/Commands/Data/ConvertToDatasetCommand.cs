using System.Management.Automation;
using NeuralPS.Binding;
using NeuralPS.Loading;

namespace NeuralPS.Commands.Data;

/// <summary>ConvertTo-Dataset: a data set of what people have: objects, hashtables, data tables, arrays and nested arrays.</summary>
[Cmdlet(VerbsData.ConvertTo, "Dataset")]
[OutputType(typeof(Dataset))]
public sealed class ConvertToDatasetCommand : TableCommand
{
    private RowCollector? _collector;

    /// <summary>The rows.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The rows: objects with columns, hashtables, a DataTable, arrays of numbers, or one nested array.")]
    [ValidateNotNull]
    public object InputObject { get; set; } = null!;

    /// <summary>The labels of array rows.</summary>
    [Parameter(HelpMessage = "For arrays: the class of each row, a number or a name.")]
    [ValidateNotNullOrEmpty]
    public object[]? Label { get; set; }

    /// <summary>The targets of array rows.</summary>
    [Parameter(HelpMessage = "For arrays: the numbers to be estimated for each row, one or an array.")]
    [NestedArrayTransformation]
    [ValidateNotNull]
    public NestedArray? Target { get; set; }

    /// <summary>The weights of array rows.</summary>
    [Parameter(HelpMessage = "For arrays: how much each row counts in losses, at least 0.")]
    [ValidateRange(0f, float.MaxValue)]
    [ValidateNotNullOrEmpty]
    public float[]? SampleWeight { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        WarmUp.Begin();
        _collector = Try(null, () => new RowCollector(CreateOptions(), Label, Target, SampleWeight));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A bad row is reported, and the others go on.
        foreach (object row in RowCollector.Expand(InputObject))
        {
            TryOne(row, () => _collector!.Add(row));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Write(Try(null, () => _collector!.Build()));
}
