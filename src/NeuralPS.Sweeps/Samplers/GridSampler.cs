using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Every combination of values once. The last parameter (in the order of names) changes fastest. Parameters without a grid of their own get
/// evenly spaced points from their lowest to their highest value, on their scale.
/// </summary>
/// <param name="pointCount">The points of a parameter that has neither choices nor a step; null if there is no such parameter.</param>
public sealed class GridSampler(int? pointCount = null) : Sampler
{
    private readonly int? _pointCount = pointCount is null or >= 2
        ? pointCount
        : throw new SweepException("BadSamplerOption", $"PointCount of the sampler Grid is {pointCount}. It must be at least 2.");

    /// <inheritdoc/>
    public override string Name => "Grid";

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => false;

    /// <inheritdoc/>
    public override void Validate(SearchSpace space)
    {
        foreach ((string name, Domain domain) in space)
        {
            if (_pointCount is null && domain.Count is null)
            {
                throw new SweepException(
                    "BadSpace",
                    $"A grid needs to know which values of '{name}' ({domain}) to try. Give the parameter a step or choices, or the sampler a PointCount.");
            }
        }

        if (GetTrialLimit(space) is null)
        {
            throw new SweepException("BadSpace", "The grid has more than 2^62 points. Take fewer values, or another sampler.");
        }
    }

    /// <inheritdoc/>
    public override long? GetTrialLimit(SearchSpace space)
    {
        UInt128 count = 1;
        foreach (Domain domain in space.Values)
        {
            count *= (UInt128)CountOf(domain);
            if (count > 1UL << 62)
            {
                return null;
            }
        }

        return (long)count;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context)
    {
        Dictionary<string, double> values = new(StringComparer.Ordinal);
        long rest = context.Number;
        for (int i = context.Space.Count - 1; i >= 0; i--)
        {
            string name = context.Space.Keys.ElementAt(i);
            Domain domain = context.Space[name];
            (rest, long index) = Math.DivRem(rest, CountOf(domain));
            values[name] = domain.Count is long count
                ? domain.FromUnit((index + 0.5) / count)
                : domain.FromUnit((double)index / (_pointCount!.Value - 1));
        }

        return values;
    }

    /// <inheritdoc/>
    public override double SampleOne(SamplerContext context, string name, Domain domain) => throw new SweepException(
        "GridNeedsSpace",
        $"A grid knows all its parameters beforehand, and '{name}' is asked for within the trial. Name it in -Parameter, or take another sampler.");

    private long CountOf(Domain domain) => domain.Count ?? _pointCount ?? 1;
}
