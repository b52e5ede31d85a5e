namespace NeuralPS.Engine.Randomness;

/// <summary>What random numbers are for: part of their address, so that no two uses share numbers.</summary>
internal enum RandomPurpose
{
    /// <summary>Initial weights.</summary>
    Initialization = 1,

    /// <summary>The order of samples in an epoch.</summary>
    Shuffle = 2,

    /// <summary>Dropout masks.</summary>
    Dropout = 3,

    /// <summary>Which rows go into which part of a split.</summary>
    Split = 4,

    /// <summary>Synthetic data.</summary>
    Synthesis = 5,

    /// <summary>Directions and elements that a gradient check tries.</summary>
    GradientCheck = 6,

    /// <summary>What noise layers add.</summary>
    Noise = 7,

    /// <summary>What happens to an image before it is learned.</summary>
    Augmentation = 8,
}
