using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-UpsamplingLayer: enlarges images.</summary>
[Cmdlet(VerbsCommon.Add, "UpsamplingLayer")]
[OutputType(typeof(Network))]
public sealed class AddUpsamplingLayerCommand : AddLayerCommand
{
    /// <summary>How much larger.</summary>
    [Parameter(Position = 0, HelpMessage = "Lines and pixels of the output for each of the input.")]
    [ValidateRange(1, 1024)]
    public int Size { get; set; } = 2;

    /// <summary>What stands between the pixels.</summary>
    [Parameter(Position = 1, HelpMessage = "Nearest repeats pixels, Bilinear blends neighbouring ones.")]
    public UpsamplingMethod Method { get; set; } = UpsamplingMethod.Nearest;

    private protected override Eng.Layers.Layer CreateLayer() =>
        new Eng.Layers.UpsamplingLayer(Size) { Method = Enum.Parse<Eng.Layers.UpsamplingMethod>(Method.ToString()) };
}
