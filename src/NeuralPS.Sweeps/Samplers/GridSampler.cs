using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Every point of a finite space once: the last parameter (in the order of names) changes fastest, or all are shuffled. After the last
/// point it begins again; <see cref="GetTrialLimit"/> says where that is.
/// </summary>
public sealed class GridSampler : Sampler
{
    /// <summary>Creates the sampler.</summary>
    /// <param name="pointCount">See <see cref="PointCount"/>.</param>
    /// <param name="isShuffled">See <see cref="IsShuffled"/>.</param>
    /// <exception cref="SweepException">BadSamplerOption.</exception>
    public GridSampler(int? pointCount = null, bool isShuffled = false)
    {
        PointCount = pointCount is null
            ? null
            : SamplerGuard.AtLeast(pointCount.Value, 1, Name, nameof(PointCount));
        IsShuffled = isShuffled;
    }

    /// <summary>
    /// How many values are taken of a continuous parameter, evenly spaced on its scale, both ends included (one: the middle). Null when
    /// continuous parameters are refused.
    /// </summary>
    public int? PointCount { get; }

    /// <summary>
    /// Whether the points come in an order that depends on the seed, so that a sweep that is stopped early has seen all regions.
    /// </summary>
    public bool IsShuffled { get; }

    /// <inheritdoc/>
    public override string Name => "Grid";

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => false;

    /// <inheritdoc/>
    public override long? GetTrialLimit(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return CountPoints(space);
    }

    /// <inheritdoc/>
    public override void Validate(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        CountPoints(space);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        long count = CountPoints(context.Space);
        long index = (context.Number - context.EnqueuedBefore) % count;
        if (IsShuffled)
        {
            index = new Shuffle(context.Seed, count)[index];
        }

        Dictionary<string, double> result = new(StringComparer.Ordinal);
        foreach ((string name, Domain domain) in context.Space.Reverse())
        {
            long own = CountValues(domain)!.Value;
            result[name] = GetValue(domain, index % own, own);
            index /= own;
        }

        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="SweepException">GridNeedsSpace: a grid is laid out before the first trial.</exception>
    public override double SampleOne(SamplerContext context, string name, Domain domain) => throw new SweepException(
        "GridNeedsSpace",
        $"The sampler Grid does not know the parameter {name}: its points are laid out before the first trial. "
        + "Name all parameters when the sweep is made, or choose the sampler Random, Sobol or TPE.");

    private static double GetValue(Domain domain, long place, long count)
    {
        if (domain.Count is not null)
        {
            return FiniteSpace.GetValue(domain, place);
        }

        // The ends exactly: through the logarithm they would miss by a rounding.
        FloatDomain real = (FloatDomain)domain;
        return count == 1 ? real.FromUnit(0.5)
            : place == 0 ? real.Low
            : place == count - 1 ? real.High
            : real.FromUnit(place / (count - 1.0));
    }

    private long? CountValues(Domain domain) => domain.Count ?? PointCount;

    private long CountPoints(SearchSpace space)
    {
        UInt128 points = 1;
        foreach ((string name, Domain domain) in space)
        {
            long own = CountValues(domain) ?? throw new SweepException(
                "BadSpace",
                $"The parameter {name} ({domain}) is continuous, and a grid needs a number of values. Give it a step or a list of values, "
                + $"give the sampler Grid the option {nameof(PointCount)}, or choose the sampler Random, Sobol or TPE.");
            points *= (UInt128)own;
            if (points > int.MaxValue)
            {
                throw new SweepException(
                    "BadSpace",
                    $"The grid has more than {int.MaxValue} points (counted up to the parameter {name}). "
                    + "Take fewer values for each parameter, or choose the sampler Random, Sobol or TPE.");
            }
        }

        return (long)points;
    }
}
