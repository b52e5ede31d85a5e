namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Something to measure, on our side; the peers know it by the same name.</summary>
/// <param name="name">The name.</param>
internal abstract class Workload(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>What the rate counts.</summary>
    public virtual string Unit => "samples/s";

    /// <summary>Floating-point operations behind one unit of work; a multiply-add is two.</summary>
    public abstract double Flops { get; }

    /// <summary>Warms up, then works for about <paramref name="seconds"/>.</summary>
    /// <returns>Units of work per second.</returns>
    public abstract double Measure(double seconds, int threads);
}
