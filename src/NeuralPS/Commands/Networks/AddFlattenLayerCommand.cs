using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-FlattenLayer: turns images into flat samples.</summary>
[Cmdlet(VerbsCommon.Add, "FlattenLayer")]
[OutputType(typeof(Network))]
public sealed class AddFlattenLayerCommand : AddLayerCommand
{
    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.FlattenLayer();
}
