namespace NeuralPS.Engine.Networks;

/// <summary>Where weight averaging is. The averages are the weights of the network.</summary>
/// <param name="Settings">How weights are averaged.</param>
/// <param name="Count">Weights that are in the average so far.</param>
/// <param name="RawWeights">The weights that the training itself goes on with; null where they are those of the network.</param>
public sealed record AveragingState(WeightAveraging Settings, long Count, NetworkWeights? RawWeights);
