using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-InputLayer: a further input of a network.</summary>
[Cmdlet(VerbsCommon.Add, "InputLayer")]
[OutputType(typeof(Network))]
public sealed class AddInputLayerCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network to add to. It stays as it is; a new one comes out.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The shape of one sample.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The shape of one sample at this input: 784, or 28, 28, 1 for height, width and channels.")]
    [ValidateRange(1, int.MaxValue)]
    [ValidateCount(1, 4)]
    public int[] InputShape { get; set; } = [];

    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The name of the input, for layers that read it with -From.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(Try(Network, () => new Network(Network.Value.AddInput(Name, new Eng.Tensors.Shape(InputShape)))));
}
