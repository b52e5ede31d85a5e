using System.Management.Automation;
using NeuralPS.Loading;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Import-Network: reads networks from safetensors files that Export-Network wrote.</summary>
[Cmdlet(VerbsData.Import, "Network", DefaultParameterSetName = "Path")]
[OutputType(typeof(Network))]
public sealed class ImportNetworkCommand : FileCommand
{
    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in ResolveFiles())
        {
            WriteObject(Try(file, () => new Network(Eng.Formats.NetworkFile.Read(file))));
        }
    }
}
