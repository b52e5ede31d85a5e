namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>What stands where an image that was moved leaves its place.</summary>
public enum AugmentationFill
{
    /// <summary>One value, 0 unless another is given.</summary>
    Constant,

    /// <summary>The nearest pixel of the edge.</summary>
    Nearest,

    /// <summary>The image mirrored at its edge, the edge itself repeated.</summary>
    Reflect,
}
