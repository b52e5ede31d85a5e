using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-PaddingLayer: puts zeros around images.</summary>
[Cmdlet(VerbsCommon.Add, "PaddingLayer", DefaultParameterSetName = AllSides)]
[OutputType(typeof(Network))]
public sealed class AddPaddingLayerCommand : AddLayerCommand
{
    private const string AllSides = "AllSides";
    private const string EachSide = "EachSide";

    /// <summary>One number for all sides.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AllSides, HelpMessage = "Lines and pixels of zeros on each side.")]
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

    private protected override Eng.Layers.Layer CreateLayer() => ParameterSetName == AllSides
        ? new Eng.Layers.ZeroPaddingLayer(Size, Size, Size, Size)
        : new Eng.Layers.ZeroPaddingLayer(Top, Bottom, Left, Right);
}
