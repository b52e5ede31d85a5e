namespace NeuralPS;

/// <summary>Which networks of a sweep stay as files.</summary>
public enum NetworkKeeping
{
    /// <summary>That of the best trial, or of all on the Pareto front.</summary>
    Best,

    /// <summary>That of every trial that is complete.</summary>
    All,

    /// <summary>None.</summary>
    None,
}
