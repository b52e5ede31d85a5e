using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-BatchNormLayer: normalises each feature or channel over the batch.</summary>
[Cmdlet(VerbsCommon.Add, "BatchNormLayer")]
[OutputType(typeof(Network))]
public sealed class AddBatchNormLayerCommand : AddNormLayerCommand
{
    /// <summary>What the running statistics keep.</summary>
    [Parameter(HelpMessage = "The part of themselves that the running statistics keep at each step: 0 to 1. PyTorch writes 1 less it.")]
    [ValidateInterval(AtLeast = 0, AtMost = 1)]
    public double Momentum { get; set; } = 0.9;

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.BatchNormLayer
    {
        Momentum = Momentum,
        Epsilon = Epsilon,
        UseScale = !NoScale,
        UseShift = !NoShift,
        Activation = GetActivation(),
    };
}
