using NeuralPS.Benchmarks.Workloads;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Growth;

/// <summary>One size of a series, and what was measured for it.</summary>
internal sealed class GrowthPoint
{
    private readonly TrainingWorkload _workload;
    private readonly List<double> _rates = [];

    /// <summary>Describes a training.</summary>
    /// <param name="size">What grows.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Samples per step.</param>
    /// <param name="rows">Samples per epoch.</param>
    public GrowthPoint(int size, Network network, int batch, int rows)
    {
        Size = size;
        MultiplyAdds = TrainingWorkload.CountFlops(network) / 2;
        _workload = new TrainingWorkload($"{size}", network, new Momentum(), batch, rows);
    }

    /// <summary>What grows.</summary>
    public int Size { get; }

    /// <summary>Multiplications with addition to train on one sample.</summary>
    public double MultiplyAdds { get; }

    /// <summary>The median rate in samples/s; NaN before the first measurement.</summary>
    public double Rate => Statistics.GetMedian(_rates);

    /// <summary>Picoseconds per multiply-add of a whole training step.</summary>
    public double Cost => 1e12 / (Rate * MultiplyAdds);

    /// <summary>Measures once more.</summary>
    public void Measure(Effort effort) => _rates.Add(_workload.Measure(effort));
}
