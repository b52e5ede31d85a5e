using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-NoiseLayer: in training adds normally distributed noise to the values.</summary>
[Cmdlet(VerbsCommon.Add, "NoiseLayer")]
[OutputType(typeof(Network))]
public sealed class AddNoiseLayerCommand : AddLayerCommand
{
    /// <summary>The standard deviation.</summary>
    [Parameter(Position = 0, HelpMessage = "The standard deviation of the noise, in the unit of the values: at least 0.")]
    [ValidateRange(0.0, float.MaxValue)]
    public double StandardDeviation { get; set; } = 0.1;

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.NoiseLayer(StandardDeviation);
}
