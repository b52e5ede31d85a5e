namespace NeuralPS;

/// <summary>How a merge layer joins values.</summary>
public enum MergeOperation
{
    /// <summary>The sum, element by element.</summary>
    Add,

    /// <summary>The product, element by element.</summary>
    Multiply,

    /// <summary>The mean, element by element.</summary>
    Average,

    /// <summary>One after the other along the last dimension, the channels or features.</summary>
    Concatenate,
}
