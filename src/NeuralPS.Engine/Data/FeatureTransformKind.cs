namespace NeuralPS.Engine.Data;

/// <summary>What a fitted transform does.</summary>
public enum FeatureTransformKind
{
    /// <summary>Maps the training set's smallest and largest value to the ends of a range.</summary>
    Scale,

    /// <summary>Subtracts the training set's mean and divides by its standard deviation.</summary>
    Standardize,
}
