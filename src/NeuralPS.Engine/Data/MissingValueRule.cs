namespace NeuralPS.Engine.Data;

/// <summary>What happens to a missing value: an empty cell, null, NA, N/A, NaN or ?.</summary>
public enum MissingValueRule
{
    /// <summary>An error that names file, row and column.</summary>
    Error,

    /// <summary>The row is left out of the data set. When a single row is encoded for prediction, an error.</summary>
    SkipRow,

    /// <summary>The mean of the training set's column; in text columns the most frequent category.</summary>
    Mean,

    /// <summary>The median of the training set's column; in text columns the most frequent category.</summary>
    Median,

    /// <summary>The most frequent value of the training set's column.</summary>
    MostFrequent,

    /// <summary>A given number; in text columns the number as a category of its own.</summary>
    Constant,
}
