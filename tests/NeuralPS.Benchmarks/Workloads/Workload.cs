namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Something to measure, on our side; the peers know it by the same name.</summary>
/// <param name="name">The name.</param>
internal abstract class Workload(string name)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>What the rate counts.</summary>
    public virtual string Unit => "samples/s";

    /// <summary>True for what should be small, such as a time.</summary>
    public virtual bool IsLowerBetter => false;

    /// <summary>True if it can be measured in CPU time: what uses several threads or processes cannot.</summary>
    public virtual bool SupportsCpuTime => true;

    /// <summary>Floating-point operations behind one unit of work, a multiply-add being two; NaN where they say nothing.</summary>
    public virtual double Flops => double.NaN;

    /// <summary>What is measured in turn with it, in place of a peer; null for nothing.</summary>
    public virtual string? Reference => null;

    /// <summary>What it should reach; null when nothing is promised.</summary>
    public Promise? Promise { get; init; }

    /// <summary>Warms up, then works for about as long as asked for.</summary>
    /// <returns>Units of work per second, or what else <see cref="Unit"/> says.</returns>
    public abstract double Measure(Effort effort);

    /// <summary>Measures the <see cref="Reference"/> in the same way.</summary>
    public virtual double MeasureReference(Effort effort) => throw new NotSupportedException();
}
