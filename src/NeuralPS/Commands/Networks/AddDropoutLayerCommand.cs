using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-DropoutLayer: in training drops a random part of the values.</summary>
[Cmdlet(VerbsCommon.Add, "DropoutLayer")]
[OutputType(typeof(Network))]
public sealed class AddDropoutLayerCommand : AddLayerCommand
{
    /// <summary>The probability.</summary>
    [Parameter(Position = 0, HelpMessage = "The probability that a value is dropped: at least 0 and below 1.")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double Rate { get; set; } = 0.5;

    /// <summary>True for whole channels.</summary>
    [Parameter(HelpMessage = "Drop whole channels of images or sequences, all pixels of a channel together.")]
    public SwitchParameter Spatial { get; set; }

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.DropoutLayer(Rate) { IsSpatial = Spatial };
}
