using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-LayerNormLayer: normalises each sample by itself.</summary>
[Cmdlet(VerbsCommon.Add, "LayerNormLayer")]
[OutputType(typeof(Network))]
public sealed class AddLayerNormLayerCommand : AddNormLayerCommand
{
    /// <summary>Over all elements.</summary>
    [Parameter(HelpMessage = "Normalises over all elements of a sample, not over the channels of each pixel.")]
    public SwitchParameter WholeSample { get; set; }

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.LayerNormLayer
    {
        IsWholeSample = WholeSample,
        Epsilon = Epsilon,
        UseScale = !NoScale,
        UseShift = !NoShift,
        Activation = GetActivation(),
    };
}
