namespace NeuralPS.Engine.Data;

/// <summary>What an input column holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers, or text that reads as numbers in the invariant culture.</summary>
    Numeric,

    /// <summary>Text out of a known list of categories.</summary>
    Text,
}
