using System.Collections.Immutable;
using NeuralPS.Engine.Metrics;

namespace NeuralPS.Engine.Training;

/// <summary>Reads accumulators out.</summary>
internal static class MetricResults
{
    /// <summary>The results by the metrics' names.</summary>
    public static ImmutableArray<KeyValuePair<string, double>> Collect(IReadOnlyList<Metric> metrics, MetricAccumulator[] accumulators)
    {
        var results = ImmutableArray.CreateBuilder<KeyValuePair<string, double>>(accumulators.Length);
        for (int i = 0; i < accumulators.Length; i++)
        {
            results.Add(KeyValuePair.Create(metrics[i].Name, accumulators[i].Result));
        }

        return results.MoveToImmutable();
    }
}
