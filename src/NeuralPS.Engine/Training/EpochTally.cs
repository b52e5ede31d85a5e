using System.Collections.Immutable;
using System.Diagnostics;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>Adds up an epoch as it goes: loss, metrics, samples, time. Taken up where an interrupted epoch was, it covers the whole of it.</summary>
internal sealed class EpochTally
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly string _lossName;
    private TimeSpan _before;

    /// <summary>Begins with nothing, or with what the batches before the interruption came to.</summary>
    public EpochTally(IReadOnlyList<Metric> metrics, string lossName, EpochSums? sums)
    {
        _metrics = metrics;
        _lossName = lossName;
        Accumulators = [.. metrics.Select(metric => metric.CreateAccumulator())];

        // Sums of another loss or of other metrics cannot go on: the record then covers what is left of the epoch.
        if (sums?.LossName == lossName && metrics.All(metric => sums.Metrics.Any(saved => saved.Key == metric.Name)))
        {
            Loss = sums.Loss;
            Sparsity = sums.Sparsity;
            Samples = sums.Samples;
            IsCorrected = sums.IsCorrected;
            _before = sums.Duration;
            for (int i = 0; i < Accumulators.Length; i++)
            {
                Accumulators[i].Restore(sums.Metrics.First(saved => saved.Key == metrics[i].Name).Value.AsSpan());
            }
        }
    }

    /// <summary>The metrics.</summary>
    public MetricAccumulator[] Accumulators { get; }

    /// <summary>The sum of the samples' losses, added one by one.</summary>
    public double Loss { get; set; }

    /// <summary>The sum of the sparsity penalties of the batches, each times its samples.</summary>
    public double Sparsity { get; set; }

    /// <summary>Samples seen.</summary>
    public int Samples { get; set; }

    /// <summary>Whether any sample had a gradient other than zero.</summary>
    public bool IsCorrected { get; set; }

    /// <summary>The time so far.</summary>
    public TimeSpan Elapsed => _before + Stopwatch.GetElapsedTime(_started);

    /// <summary>What to keep of an epoch that is interrupted here.</summary>
    public EpochSums Save() => new()
    {
        LossName = _lossName,
        Loss = Loss,
        Sparsity = Sparsity,
        Samples = Samples,
        Duration = Elapsed,
        IsCorrected = IsCorrected,
        Metrics = [.. _metrics.Select((metric, i) => KeyValuePair.Create(metric.Name, ImmutableArray.Create(Accumulators[i].Save())))],
    };
}
