using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Export-Network: writes a network to a safetensors file.</summary>
[Cmdlet(VerbsData.Export, "Network", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileInfo))]
public sealed class ExportNetworkCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", HelpMessage = "The file to write, such as digits.safetensors.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file, taken as it is written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath", HelpMessage = "The file to write; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Overwrites an existing file.</summary>
    [Parameter(HelpMessage = "Overwrites an existing file.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the optimizer's state out.</summary>
    [Parameter(HelpMessage = "Leaves out what training further needs: a smaller file, for prediction.")]
    public SwitchParameter WeightsOnly { get; set; }

    /// <summary>Writes the file to the pipeline.</summary>
    [Parameter(HelpMessage = "Writes the file to the pipeline as an object.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = ParameterSetName == "Path" ? Path : LiteralPath;
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        Try(path, () => FileResolver.RequireFileSystem(provider, path));
        if (!ShouldProcess(file, $"Write network '{Network.Name}' ({Network.ParameterCount:N0} parameters)"))
        {
            return;
        }

        Try(file, () => Eng.Formats.NetworkFile.Write(Network.Value, file, Force, !WeightsOnly));
        if (PassThru)
        {
            // As Get-Item gives it: with all that the views of files show.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }
}
