using System.Management.Automation;
using NeuralPS.Binding;
using NeuralPS.Loading;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>Import-Dataset: reads IDX (MNIST), CSV and CIFAR files, compressed with gzip or not, and PNG images.</summary>
[Cmdlet(VerbsData.Import, "Dataset", DefaultParameterSetName = "Path")]
[OutputType(typeof(Dataset))]
public sealed class ImportDatasetCommand : TableCommand
{
    /// <summary>The files, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path", HelpMessage = "The file or folder to read; wildcards are allowed. Several files give several data sets.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath", HelpMessage = "The file to read; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The format.</summary>
    [Parameter(HelpMessage = "The format. Without it told by the content, then by the name.")]
    public DatasetFormat Format { get; set; } = DatasetFormat.Auto;

    /// <summary>The delimiter of CSV files.</summary>
    [Parameter(HelpMessage = "CSV: what separates the cells. Without it what the first line suggests.")]
    public char Delimiter { get; set; }

    /// <summary>The first line holds data.</summary>
    [Parameter(HelpMessage = "CSV: the first line holds data, not the names of the columns. Without it what the first lines suggest.")]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>Keeps bytes.</summary>
    [Parameter(HelpMessage = "Images: keeps pixels as 0 to 255 instead of scaling them to [0, 1].")]
    public SwitchParameter RawPixel { get; set; }

    /// <summary>The file of the labels.</summary>
    [Parameter(HelpMessage = "IDX: the file of the labels. Without it the one that stands beside the images.")]
    [ValidateNotNullOrEmpty]
    public string? LabelPath { get; set; }

    /// <summary>The part of a folder.</summary>
    [Parameter(HelpMessage = "A folder with MNIST's four files: which part to read.")]
    public DatasetPart Part { get; set; } = DatasetPart.Train;

    /// <summary>The coarse labels of CIFAR-100.</summary>
    [Parameter(HelpMessage = "CIFAR-100: the 20 coarse labels instead of the 100 fine ones.")]
    public SwitchParameter CoarseLabel { get; set; }

    /// <summary>Where the rows are.</summary>
    [Parameter(HelpMessage = "Where the rows of IDX, CIFAR and CSV files are while they are used. Without it on disk if they would take more than 512 MB in memory.")]
    public DataStorage Storage { get; set; } = DataStorage.Auto;

    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        string[] paths = isLiteral ? LiteralPath : Path;
        foreach (string file in Try(paths, () => FileResolver.Resolve(SessionState, paths, isLiteral)))
        {
            Eng.Data.Readers.ReadOptions options = Try(file, () => CreateOptions() with
            {
                Format = Enum.Parse<Eng.Data.Readers.FileFormat>(Format.ToString()),
                Delimiter = MyInvocation.BoundParameters.ContainsKey(nameof(Delimiter)) ? Delimiter : null,
                HasHeader = NoHeader ? false : null,
                RawPixels = RawPixel,
                LabelPath = LabelPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(LabelPath),
                Part = Enum.Parse<Eng.Data.Readers.DatasetPart>(Part.ToString()),
                CoarseLabels = CoarseLabel,
                Storage = Enum.Parse<Eng.Data.DataStorage>(Storage.ToString()),
                Cancellation = Cancellation,
            });
            try
            {
                Write(Try(file, () => Eng.Data.Readers.DatasetReader.Read(file, options)));
            }
            catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
