namespace NeuralPS.Engine.Data.Tables;

/// <summary>What the last column, or the one that is named, is to a data set.</summary>
public enum TargetKind
{
    /// <summary>Classes if the column holds text or few different whole numbers; else numbers to be estimated.</summary>
    Auto,

    /// <summary>Classes, whatever the column holds.</summary>
    Class,

    /// <summary>Numbers to be estimated: regression.</summary>
    Number,

    /// <summary>Nothing: every column is an input. For data that is only predicted.</summary>
    None,
}
