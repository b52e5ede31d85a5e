namespace NeuralPS;

/// <summary>What a network says of an array that came down the pipeline.</summary>
/// <remarks>A class with properties, and no record that gets them one by one: an object is made for every row.</remarks>
/// <param name="index">The number of the row, from 0.</param>
/// <param name="input">The array.</param>
/// <param name="prediction">A number, or an array of numbers.</param>
public sealed class PredictedRow(long index, object input, object prediction)
{
    /// <summary>The number of the row, from 0.</summary>
    public long Index { get; } = index;

    /// <summary>The array.</summary>
    public object Input { get; } = input;

    /// <summary>A number, or an array of numbers.</summary>
    public object Prediction { get; } = prediction;
}

/// <summary>Which class a network sees in an array that came down the pipeline.</summary>
/// <param name="index">The number of the row, from 0.</param>
/// <param name="input">The array.</param>
/// <param name="prediction">The name of the class, or its number where the network knows no names.</param>
/// <param name="confidence">The probability of the class; null for outputs that are no probabilities.</param>
public sealed class PredictedClass(long index, object input, object prediction, double? confidence)
{
    /// <summary>The number of the row, from 0.</summary>
    public long Index { get; } = index;

    /// <summary>The array.</summary>
    public object Input { get; } = input;

    /// <summary>The name of the class, or its number where the network knows no names.</summary>
    public object Prediction { get; } = prediction;

    /// <summary>The probability of the class; null for outputs that are no probabilities.</summary>
    public double? Confidence { get; } = confidence;
}
