namespace NeuralPS;

/// <summary>What stands between the pixels of an image that is enlarged.</summary>
public enum UpsamplingMethod
{
    /// <summary>Each pixel is repeated.</summary>
    Nearest,

    /// <summary>The weighted mean of the four nearest pixels.</summary>
    Bilinear,
}
