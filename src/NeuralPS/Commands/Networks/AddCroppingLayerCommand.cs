using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-CroppingLayer: cuts lines and pixels off images.</summary>
[Cmdlet(VerbsCommon.Add, "CroppingLayer", DefaultParameterSetName = AllSides)]
[OutputType(typeof(Network))]
public sealed class AddCroppingLayerCommand : AddLayerCommand
{
    private const string AllSides = "AllSides";
    private const string EachSide = "EachSide";

    /// <summary>One number for all sides.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = AllSides, HelpMessage = "Lines and pixels to cut off on each side; of a sequence at both ends.")]
    [ValidateRange(0, int.MaxValue)]
    public int Size { get; set; }

    /// <summary>Lines above.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Lines to cut off above.")]
    [ValidateRange(0, int.MaxValue)]
    public int Top { get; set; }

    /// <summary>Lines below.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Lines to cut off below.")]
    [ValidateRange(0, int.MaxValue)]
    public int Bottom { get; set; }

    /// <summary>Pixels on the left.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Pixels to cut off at the beginning of each line.")]
    [ValidateRange(0, int.MaxValue)]
    public int Left { get; set; }

    /// <summary>Pixels on the right.</summary>
    [Parameter(ParameterSetName = EachSide, HelpMessage = "Pixels to cut off at the end of each line.")]
    [ValidateRange(0, int.MaxValue)]
    public int Right { get; set; }

    private protected override Eng.Layers.Layer CreateLayer() => ParameterSetName == AllSides
        ? new Eng.Layers.CroppingLayer(Size, Size, Size, Size)
        : new Eng.Layers.CroppingLayer(Top, Bottom, Left, Right);
}
