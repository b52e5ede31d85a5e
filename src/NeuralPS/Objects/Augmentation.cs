using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>How images vary from epoch to epoch, as New-Augmentation makes it.</summary>
public sealed class Augmentation
{
    internal Augmentation(Eng.Data.Augmentation.ImageAugmentation value) => Value = value;

    /// <summary>The most lines and pixels to shift.</summary>
    public int[] Shift => [Value.VerticalShift, Value.HorizontalShift];

    /// <summary>True when left and right are mirrored in half of the cases.</summary>
    public bool FlipHorizontal => Value.FlipHorizontal;

    /// <summary>True when top and bottom are mirrored in half of the cases.</summary>
    public bool FlipVertical => Value.FlipVertical;

    /// <summary>The most degrees to rotate.</summary>
    public double Rotation => Value.Rotation;

    /// <summary>The smallest part of height and width that is kept.</summary>
    public double Crop => Value.Crop;

    /// <summary>The side of the square that is blotted out.</summary>
    public int CutOut => Value.CutOut;

    /// <summary>What stands where an image was moved away.</summary>
    public string Fill => Value.Fill.ToString();

    /// <summary>The value of a constant fill, and of what is cut out.</summary>
    public float FillValue => Value.FillValue;

    /// <summary>The engine's augmentation.</summary>
    internal Eng.Data.Augmentation.ImageAugmentation Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
