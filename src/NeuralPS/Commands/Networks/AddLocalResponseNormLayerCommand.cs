using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-LocalResponseNormLayer: divides each channel by a power of its neighbours' squares, as AlexNet does.</summary>
[Cmdlet(VerbsCommon.Add, "LocalResponseNormLayer")]
[OutputType(typeof(Network))]
public sealed class AddLocalResponseNormLayerCommand : AddLayerCommand
{
    /// <summary>The number of channels of the sum.</summary>
    [Parameter(Position = 0, HelpMessage = "The number of neighbouring channels of the sum, the channel itself included.")]
    [ValidateRange(1, int.MaxValue)]
    public int Size { get; set; } = 5;

    /// <summary>What the sum is multiplied with.</summary>
    [Parameter(HelpMessage = "What the sum of squares is multiplied with: at least 0. It is not divided by the size.")]
    [ValidateInterval(AtLeast = 0)]
    public double Alpha { get; set; } = 1e-4;

    /// <summary>The exponent.</summary>
    [Parameter(HelpMessage = "The exponent, from 0 to 100.")]
    [ValidateInterval(AtLeast = 0, AtMost = 100)]
    public double Beta { get; set; } = 0.75;

    /// <summary>What is added to the sum.</summary>
    [Parameter(HelpMessage = "What is added to the sum: above 0.")]
    [ValidateInterval(Above = 0)]
    public double K { get; set; } = 2;

    private protected override Eng.Layers.Layer CreateLayer() =>
        new Eng.Layers.LocalResponseNormLayer { Size = Size, Alpha = Alpha, Beta = Beta, K = K };
}
