namespace NeuralPS;

/// <summary>How the weights of a training are averaged.</summary>
public enum WeightAveraging
{
    /// <summary>The weights themselves.</summary>
    None,

    /// <summary>An exponential moving average over the updates.</summary>
    Exponential,

    /// <summary>The mean over the ends of epochs: stochastic weight averaging.</summary>
    Uniform,
}
