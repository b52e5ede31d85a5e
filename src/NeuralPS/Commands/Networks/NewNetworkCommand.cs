using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>New-Network: a network without layers, to which Add-*Layer cmdlets add.</summary>
[Cmdlet(VerbsCommon.New, "Network")]
[OutputType(typeof(Network))]
public sealed class NewNetworkCommand : NeuralCommand
{
    /// <summary>The shape of one sample.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The shape of one sample: 784, or 28, 28, 1 for height, width and channels.")]
    [ValidateRange(1, int.MaxValue)]
    [ValidateCount(1, 4)]
    public int[] InputShape { get; set; } = [];

    /// <summary>The name.</summary>
    [Parameter(Position = 1, HelpMessage = "The name, for tables and files.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "network";

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        WriteObject(new Network(Try(InputShape, () => Eng.Networks.Network.Create(new Eng.Tensors.Shape(InputShape), Name))));
}
