using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>New-Augmentation: how images vary from epoch to epoch.</summary>
[Cmdlet(VerbsCommon.New, "Augmentation")]
[OutputType(typeof(Augmentation))]
public sealed class NewAugmentationCommand : NeuralCommand
{
    /// <summary>The most to shift.</summary>
    [Parameter(HelpMessage = "The most lines and pixels to shift, in any direction: one number for both, or that of lines and that of pixels.")]
    [ValidateRange(0, int.MaxValue)]
    [ValidateCount(1, 2)]
    public int[] Shift { get; set; } = [0];

    /// <summary>Mirrors left and right.</summary>
    [Parameter(HelpMessage = "Mirrors left and right in half of the cases.")]
    public SwitchParameter FlipHorizontal { get; set; }

    /// <summary>Mirrors top and bottom.</summary>
    [Parameter(HelpMessage = "Mirrors top and bottom in half of the cases.")]
    public SwitchParameter FlipVertical { get; set; }

    /// <summary>The most to rotate.</summary>
    [Parameter(HelpMessage = "The most degrees to rotate, either way: 0 to 180.")]
    [ValidateRange(0.0, 180.0)]
    public double Rotation { get; set; }

    /// <summary>The smallest part that is kept.</summary>
    [Parameter(HelpMessage = "The smallest part of height and width that is kept: above 0 and at most 1. It is enlarged to the whole.")]
    [ValidateInterval(Above = 0, AtMost = 1)]
    public double Crop { get; set; } = 1;

    /// <summary>The side of the square that is blotted out.</summary>
    [Parameter(HelpMessage = "The side of a square that is blotted out somewhere in the image.")]
    [ValidateRange(0, int.MaxValue)]
    public int CutOut { get; set; }

    /// <summary>What fills what is left.</summary>
    [Parameter(HelpMessage = "What stands where an image was moved away: Constant for one value, Nearest for the pixel at the edge, Reflect for the mirrored image.")]
    public FillName Fill { get; set; } = FillName.Constant;

    /// <summary>The value of the fill.</summary>
    [Parameter(HelpMessage = "The value of a constant fill, and of what is cut out.")]
    [ValidateRange(float.MinValue, float.MaxValue)]
    public float FillValue { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new Augmentation(new Eng.Data.Augmentation.ImageAugmentation
    {
        VerticalShift = Shift[0],
        HorizontalShift = Shift[^1],
        FlipHorizontal = FlipHorizontal,
        FlipVertical = FlipVertical,
        Rotation = Rotation,
        Crop = Crop,
        CutOut = CutOut,
        Fill = Enum.Parse<Eng.Data.Augmentation.AugmentationFill>(Fill.ToString()),
        FillValue = FillValue,
    }));
}
