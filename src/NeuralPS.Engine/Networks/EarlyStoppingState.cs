namespace NeuralPS.Engine.Networks;

/// <summary>What early stopping remembers from epoch to epoch.</summary>
public sealed record EarlyStoppingState
{
    /// <summary>The best value so far; NaN for none.</summary>
    public double Best { get; init; } = double.NaN;

    /// <summary>The epoch of the best value; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Epochs since it.</summary>
    public int Waited { get; init; }

    /// <summary>The weights after the best epoch; null when they are the network's own.</summary>
    public NetworkWeights? BestWeights { get; init; }
}
