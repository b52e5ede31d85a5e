using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-PaddingLayer: puts zeros around images, or behind their channels.</summary>
[Cmdlet(VerbsCommon.Add, "PaddingLayer", DefaultParameterSetName = EachSide)]
[OutputType(typeof(Network))]
public sealed class AddPaddingLayerCommand : AddLayerCommand
{
    private const string AllSides = "AllSides";
    private const string EachSide = "EachSide";

    /// <summary>One number for all sides.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AllSides, HelpMessage = "Lines and pixels of zeros on each side; of a sequence at both ends.")]
    [ValidateRange(0, int.MaxValue)]
    public int Size { get; set; }

    /// <summary>Lines above.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Lines of zeros above.")]
    [ValidateRange(0, int.MaxValue)]
    public int Top { get; set; }

    /// <summary>Lines below.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Lines of zeros below.")]
    [ValidateRange(0, int.MaxValue)]
    public int Bottom { get; set; }

    /// <summary>Pixels on the left.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Pixels of zeros before each line.")]
    [ValidateRange(0, int.MaxValue)]
    public int Left { get; set; }

    /// <summary>Pixels on the right.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Pixels of zeros behind each line.")]
    [ValidateRange(0, int.MaxValue)]
    public int Right { get; set; }

    /// <summary>More channels.</summary>
    [Parameter(ParameterSetName = AllSides, HelpMessage = "Channels of zeros behind those of the image.")]
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Channels of zeros behind those of the image.")]
    [ValidateRange(0, int.MaxValue)]
    public int Channel { get; set; }

    private protected override Eng.Layers.Layer CreateLayer()
    {
        if (ParameterSetName == AllSides)
        {
            return new Eng.Layers.ZeroPaddingLayer(Size, Size, Size, Size) { Channels = Channel };
        }

        // The set of the sides is the default one, so that -Channel can stand alone; nothing at all is a mistake.
        string[] sides = [nameof(Top), nameof(Bottom), nameof(Left), nameof(Right), nameof(Channel)];
        return sides.Any(MyInvocation.BoundParameters.ContainsKey)
            ? new Eng.Layers.ZeroPaddingLayer(Top, Bottom, Left, Right) { Channels = Channel }
            : throw new Eng.EngineException(
                "PaddingMissing",
                "A padding layer needs a number of zeros: for all sides, as in Add-PaddingLayer 1, or -Top, -Bottom, -Left, -Right or -Channel.");
    }
}
