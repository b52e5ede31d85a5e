namespace NeuralPS.Engine.Data.Readers;

/// <summary>Which part of a data set that comes in two.</summary>
public enum DatasetPart
{
    /// <summary>The part to train with.</summary>
    Train,

    /// <summary>The part to test with.</summary>
    Test,
}
