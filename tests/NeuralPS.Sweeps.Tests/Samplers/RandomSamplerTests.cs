using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class RandomSamplerTests
{
    private static readonly SearchSpace Finite = Contexts.Space(
        ("a", new CategoricalDomain(["x", "y", "z"])), ("b", new IntegerDomain(1, 4)), ("c", new FloatDomain(5, 5)));

    [Fact]
    public void Values_are_uniform_on_the_scale_of_the_domain()
    {
        SearchSpace space = Contexts.Space(
            ("linear", new FloatDomain(-2, 6)), ("log", new FloatDomain(1e-4, 1, isLog: true)),
            ("step", new FloatDomain(0, 0.9, step: 0.1)), ("choice", new CategoricalDomain(Enumerable.Range(0, 10).Cast<object>())));
        RandomSampler sampler = new();
        Dictionary<string, int[]> counts = space.Keys.ToDictionary(name => name, _ => new int[10]);
        for (int n = 0; n < 10000; n++)
        {
            foreach ((string name, double value) in sampler.Sample(space.Context(4, [], number: n)))
            {
                Assert.True(space[name].Contains(value));
                counts[name][(int)(space[name].ToUnit(value) * 10)]++;
            }
        }

        // Chi squared with 9 degrees of freedom: above 27.9 once in a thousand times.
        Assert.All(counts.Values, own => Assert.InRange(own.Sum(c => (c - 1000.0) * (c - 1000) / 1000), 0.5, 27.9));
    }

    [Fact]
    public void A_finite_space_is_used_up_before_a_point_comes_again()
    {
        foreach (ulong seed in new ulong[] { 1, 2, 3 })
        {
            foreach (Sampler sampler in new Sampler[] { new RandomSampler(), new SobolSampler() })
            {
                List<Trial> trials = sampler.Run(Finite, seed, 30, 4, _ => 0);
                Assert.Equal(12, trials.Take(12).Select(t => (t.Parameters["a"].Value, t.Parameters["b"].Value)).Distinct().Count());
                Assert.Equal(12, trials.Skip(12).Take(12).Select(t => (t.Parameters["a"].Value, t.Parameters["b"].Value)).Distinct().Count());
            }
        }
    }

    [Fact]
    public void The_answer_depends_on_seed_and_number_only()
    {
        RandomSampler used = new();
        List<Trial> trials = used.Run(Finite, 7, 12, 3, _ => 0);
        foreach (int n in new[] { 11, 4, 8 })
        {
            SamplerContext context = Finite.Context(7, [], number: n);
            Assert.Equal(new RandomSampler().Sample(context), used.Sample(context));
            Assert.Equal(trials[n].Parameters.ToDictionary(p => p.Key, p => p.Value.Value), used.Sample(context));
        }
    }

    [Fact]
    public void Duplicates_are_found_in_the_history_and_among_pending_trials()
    {
        DuplicateIndex index = new();
        Trial[] trials = [.. new double[] { 1, 2, 1, 3 }.Select((b, n) => Finite.Trial(n, TrialState.Complete, [0], 0, b, 5))];
        SamplerContext context = Finite.Context(0, trials[..3], trials[3..]);
        Assert.Equal(0, index.Find(context, Point(1)));
        Assert.Equal(1, index.Find(context, Point(2)));
        Assert.Equal(3, index.Find(context, Point(3)));
        Assert.Null(index.Find(context, Point(4)));
        Assert.Null(index.Find(Finite.Context(0, trials[..1]), Point(2)));
        Assert.Equal(0, index.Find(Finite.Context(0, [], trials), Point(1)));

        static Dictionary<string, double> Point(double b) => new() { ["a"] = 0, ["b"] = b, ["c"] = 5 };
    }

    [Fact]
    public void A_trial_of_a_space_that_was_changed_since_is_no_duplicate()
    {
        SearchSpace before = Contexts.Space(("a", new CategoricalDomain(["x", "y", "z"])), ("b", new IntegerDomain(1, 4)));
        Trial trial = before.Trial(0, TrialState.Complete, [0], 0, 1);
        Assert.Null(new DuplicateIndex().Find(
            Finite.Context(0, [trial]), new Dictionary<string, double> { ["a"] = 0, ["b"] = 1, ["c"] = 5 }));
    }
}
