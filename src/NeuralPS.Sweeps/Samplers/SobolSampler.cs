using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// The points of a scrambled Sobol sequence: random for each seed, but without clusters and gaps. Parameters beyond the 128th, and those
/// that only the trial asks for, are random. In a finite space no point comes again before all have been.
/// </summary>
public sealed class SobolSampler : Sampler
{
    private DistinctSequence? _points;
    private ulong _seed;

    /// <inheritdoc/>
    public override string Name => "Sobol";

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => false;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_points is null || _seed != context.Seed || !ReferenceEquals(_points.Space, context.Space))
        {
            _seed = context.Seed;
            _points = Begin(context.Space, _seed);
        }

        return FiniteSpace.ToParameters(context.Space, _points[context.Number]);
    }

    /// <inheritdoc/>
    public override double SampleOne(SamplerContext context, string name, Domain domain)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(domain);
        return Draw(context.Seed, context.Number, name, domain);
    }

    private static DistinctSequence Begin(SearchSpace space, ulong seed)
    {
        (string Name, Domain Domain)[] domains = [.. space.Select(pair => (pair.Key, pair.Value))];
        SobolSequence sequence = new(Math.Min(domains.Length, SobolTable.Dimensions), seed);
        return new(space, seed, (number, point) =>
        {
            for (int d = 0; d < point.Length; d++)
            {
                point[d] = d < SobolTable.Dimensions
                    ? domains[d].Domain.FromUnit(sequence.GetCoordinate(number, d))
                    : Draw(seed, number, domains[d].Name, domains[d].Domain);
            }
        });
    }

    private static double Draw(ulong seed, int number, string name, Domain domain) =>
        domain.FromUnit(new TrialRandom(seed, number, "Sobol:" + name).NextUniform());
}
