using System.Collections.Immutable;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Samplers;

/// <summary>Contexts and histories made in memory.</summary>
internal static class Contexts
{
    public static readonly ImmutableArray<Objective> Loss = [new("Loss", Direction.Minimize)];

    public static SearchSpace Space(params (string Name, Domain Domain)[] domains) =>
        new(domains.Select(d => KeyValuePair.Create(d.Name, d.Domain)));

    public static SamplerContext Context(
        this SearchSpace space, ulong seed, IReadOnlyList<Trial> history, IReadOnlyList<Trial>? pending = null, int? number = null) => new()
        {
            Seed = seed,
            Number = number ?? (history.Count + (pending?.Count ?? 0)),
            Space = space,
            Objectives = Loss,
            History = history,
            Pending = pending ?? [],
        };

    public static Trial Trial(
        this SearchSpace space, int number, IReadOnlyDictionary<string, double> values, TrialState state, params double[] results)
    {
        Trial trial = new(number, number) { State = state, Values = [.. results] };
        foreach ((string name, double value) in values)
        {
            trial.Parameters[name] = new(value, space[name]);
        }

        return trial;
    }

    public static Trial Trial(this SearchSpace space, int number, TrialState state, double[] results, params double[] values) =>
        space.Trial(number, space.Keys.Zip(values).ToDictionary(p => p.First, p => p.Second), state, results);

    /// <summary>
    /// A sweep as it runs: every trial knows the results up to <paramref name="window"/> trials before it, and the parameters of those between.
    /// </summary>
    public static List<Trial> Run(
        this Sampler sampler, SearchSpace space, ulong seed, int count, int window, Func<IReadOnlyDictionary<string, double>, double> f)
    {
        List<Trial> trials = [];
        for (int n = 0; n < count; n++)
        {
            int known = Math.Max(0, n - window + 1);
            SamplerContext context = space.Context(seed, trials.GetRange(0, known), trials.GetRange(known, n - known));
            IReadOnlyDictionary<string, double> values = sampler.Sample(context);
            trials.Add(space.Trial(n, values, TrialState.Complete, f(values)));
        }

        return trials;
    }
}
