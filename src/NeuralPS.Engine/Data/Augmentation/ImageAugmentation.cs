using System.Globalization;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>
/// How images vary from epoch to epoch, so that a network sees each a little otherwise every time. What happens to an image is
/// drawn anew for each epoch; the order is: flip, crop, rotation, shift, and last the cut-out.
/// </summary>
public sealed record ImageAugmentation
{
    /// <summary>The most lines to shift up or down; each whole number up to it is equally likely.</summary>
    public int VerticalShift { get; init; }

    /// <summary>The most pixels to shift left or right.</summary>
    public int HorizontalShift { get; init; }

    /// <summary>True to mirror left and right in half of the cases.</summary>
    public bool FlipHorizontal { get; init; }

    /// <summary>True to mirror top and bottom in half of the cases.</summary>
    public bool FlipVertical { get; init; }

    /// <summary>The most degrees to rotate, either way, 0 to 180; every angle is equally likely.</summary>
    public double Rotation { get; init; }

    /// <summary>
    /// The smallest part of height and width that is kept, above 0 and at most 1: a window of that size or more, anywhere in the
    /// image, is enlarged to the whole. 1 for no cropping.
    /// </summary>
    public double Crop { get; init; } = 1;

    /// <summary>The side of a square, centred anywhere in the image, that is blotted out with the value of the fill; 0 for none.</summary>
    public int CutOut { get; init; }

    /// <summary>What stands where an image was moved away.</summary>
    public AugmentationFill Fill { get; init; }

    /// <summary>The value of a constant fill, and of what is cut out.</summary>
    public float FillValue { get; init; }

    /// <summary>The settings that differ from none, in a fixed form.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        void Add(bool isUsed, FormattableString text)
        {
            if (isUsed)
            {
                parts.Add(text.ToString(CultureInfo.InvariantCulture));
            }
        }

        Add(VerticalShift > 0 || HorizontalShift > 0, $"shift {VerticalShift}, {HorizontalShift}");
        Add(FlipHorizontal, $"flip horizontal");
        Add(FlipVertical, $"flip vertical");
        Add(Rotation > 0, $"rotation {Rotation}");
        Add(Crop < 1, $"crop {Crop}");
        Add(CutOut > 0, $"cut-out {CutOut}");
        Add(Fill != AugmentationFill.Constant, $"fill {Fill}");
        Add(FillValue != 0, $"fill value {FillValue}");
        return parts.Count == 0 ? "none" : string.Join("; ", parts);
    }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="EngineException"><c>AugmentationOutOfRange</c>, naming the setting.</exception>
    internal void Validate()
    {
        Require(VerticalShift >= 0 && HorizontalShift >= 0, "Shift", $"{VerticalShift}, {HorizontalShift}", "whole numbers of at least 0");
        Require(Rotation is >= 0 and <= 180, "Rotation", Rotation, "0 to 180 degrees");
        Require(Crop is > 0 and <= 1, "Crop", Crop, "above 0 and at most 1");
        Require(CutOut >= 0, "CutOut", CutOut, "a whole number of at least 0");
        Require(float.IsFinite(FillValue), "FillValue", FillValue, "a finite number");
    }

    /// <summary>Checks that it can be done to images of a shape.</summary>
    /// <exception cref="EngineException"><c>AugmentationNeedsImages</c>, <c>AugmentationTooLarge</c>.</exception>
    internal void RequireFitting(Shape shape, string name)
    {
        Validate();
        if (!shape.IsImage)
        {
            throw new EngineException(
                "AugmentationNeedsImages",
                $"Data set '{name}' has samples of shape {shape}, which are no images (height, width, channels): they cannot be shifted, flipped or "
                + "rotated. Give the data set the shape of its images (-InputShape), or leave the augmentation out.");
        }

        if (VerticalShift >= shape[0] || HorizontalShift >= shape[1] || CutOut > 2 * Math.Max(shape[0], shape[1]))
        {
            throw new EngineException(
                "AugmentationTooLarge",
                $"Images of {shape} cannot be augmented by {this}: a shift must be smaller than the image, and a cut-out at most twice its size.");
        }
    }

    private static void Require(bool condition, string name, object value, string range)
    {
        if (!condition)
        {
            throw new EngineException(
                "AugmentationOutOfRange",
                string.Create(CultureInfo.InvariantCulture, $"{name} of an augmentation is {value}; it must be {range}."));
        }
    }
}
