namespace NeuralPS.Sweeps.Trials;

/// <summary>Which values of an objective are better; the numbers are those of the journal.</summary>
public enum Direction
{
    /// <summary>Lower ones.</summary>
    Minimize = 1,

    /// <summary>Higher ones.</summary>
    Maximize = 2,
}
