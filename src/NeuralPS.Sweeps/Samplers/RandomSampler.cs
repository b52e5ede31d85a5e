using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Independent uniform values, on the scale of each domain. In a finite space no point comes again before all have been.
/// </summary>
public sealed class RandomSampler : Sampler
{
    private DistinctSequence? _points;
    private ulong _seed;

    /// <inheritdoc/>
    public override string Name => "Random";

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => false;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_points is null || _seed != context.Seed || !ReferenceEquals(_points.Space, context.Space))
        {
            _seed = context.Seed;
            (string Name, Domain Domain)[] domains = [.. context.Space.Select(pair => (pair.Key, pair.Value))];
            _points = new(context.Space, _seed, (number, point) =>
            {
                for (int d = 0; d < point.Length; d++)
                {
                    point[d] = Draw(_seed, number, domains[d].Name, domains[d].Domain);
                }
            });
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

    private static double Draw(ulong seed, int number, string name, Domain domain) =>
        domain.FromUnit(new TrialRandom(seed, number, "random:" + name).NextUniform());
}
