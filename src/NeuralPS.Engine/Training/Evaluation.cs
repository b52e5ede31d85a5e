using System.Collections.Immutable;

namespace NeuralPS.Engine.Training;

/// <summary>How good a network is on a data set.</summary>
/// <param name="Loss">The mean loss, without penalties.</param>
/// <param name="Metrics">The metrics by name.</param>
/// <param name="Samples">The number of samples.</param>
public sealed record Evaluation(double Loss, ImmutableArray<KeyValuePair<string, double>> Metrics, int Samples);
