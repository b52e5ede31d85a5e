using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-ReshapeLayer: gives samples another shape.</summary>
[Cmdlet(VerbsCommon.Add, "ReshapeLayer")]
[OutputType(typeof(Network))]
public sealed class AddReshapeLayerCommand : AddLayerCommand
{
    /// <summary>The shape.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The shape that comes out: height, width, channels; length, channels; or a number of features.")]
    [ValidateNotNullOrEmpty]
    public int[] Shape { get; set; } = [];

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.ReshapeLayer(new Eng.Tensors.Shape(Shape));
}
