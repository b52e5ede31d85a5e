namespace NeuralPS;

/// <summary>What stands where an image that was moved leaves its place.</summary>
public enum FillName
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The nearest pixel of the edge.</summary>
    Nearest,

    /// <summary>The image mirrored at its edge.</summary>
    Reflect,
}
