namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Over what the statistics of a transform are taken.</summary>
public enum StatisticsScope
{
    /// <summary>Per channel for images, per feature for flat rows.</summary>
    Auto,

    /// <summary>Each feature, or pixel, by itself.</summary>
    Feature,

    /// <summary>The last dimension of the shape: the channels of an image.</summary>
    Channel,

    /// <summary>All values together.</summary>
    All,
}
