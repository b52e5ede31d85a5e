namespace NeuralPS.Engine.Data;

/// <summary>Where the rows of a file are while they are used.</summary>
public enum DataStorage
{
    /// <summary>On disk if they would take more than 512 MB in memory, else in memory.</summary>
    Auto,

    /// <summary>In memory: read once.</summary>
    Memory,

    /// <summary>In the file: each row is read whenever it is needed.</summary>
    Disk,
}
