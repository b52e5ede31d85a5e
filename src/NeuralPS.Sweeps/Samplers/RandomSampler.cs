using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>Every value equally likely, whatever came before.</summary>
public sealed class RandomSampler : Sampler
{
    /// <inheritdoc/>
    public override string Name => "Random";

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => false;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context) =>
        context.Space.ToDictionary(pair => pair.Key, pair => SampleOne(context, pair.Key, pair.Value), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override double SampleOne(SamplerContext context, string name, Domain domain) =>
        domain.FromUnit(new TrialRandom(context.Seed, context.Number, "random:" + name).NextUniform());
}
