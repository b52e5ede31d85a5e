using System.Collections.Immutable;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Samplers.Parzen;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class TpeSamplerTests
{
    private static readonly SearchSpace Mixed = Contexts.Space(
        ("choice", new CategoricalDomain(["a", "b", "c"])), ("only", new CategoricalDomain(["x"])), ("fixed", new FloatDomain(3, 3)),
        ("log", new FloatDomain(1e-5, 1, isLog: true)), ("real", new FloatDomain(-4, 2)), ("step", new FloatDomain(0, 0.6, step: 0.1)),
        ("whole", new IntegerDomain(-3, 12, step: 5)), ("wholelog", new IntegerDomain(1, 1000, isLog: true)), ("one", new IntegerDomain(5, 5)));

    private static readonly SearchSpace Line = Contexts.Space(("x", new FloatDomain(0, 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void All_values_are_of_their_domains(int window)
    {
        List<Trial> trials = new TpeSampler().Run(Mixed, 3, 150, window, p => Math.Abs(p["real"]) + Math.Abs(p["step"] - 0.3) + p["choice"]);
        Assert.All(trials, t => Assert.All(t.Parameters, p => Assert.True(Mixed[p.Key].Contains(p.Value.Value), $"{p.Key} {p.Value.Value}")));
        Assert.True(trials.Skip(100).Count(t => t.Parameters["choice"].Value == 0) > 35);
    }

    [Fact]
    public void A_new_sampler_gives_the_same_answer_as_one_that_has_seen_it_all()
    {
        static double F(IReadOnlyDictionary<string, double> p) => Math.Abs(p["real"]) + Math.Abs(p["step"] - 0.3) + p["choice"];
        TpeSampler used = new();
        List<Trial> trials = used.Run(Mixed, 3, 400, 4, F);
        CategoricalDomain domain = new(["p", "q"]);
        foreach (int n in new[] { 399, 398, 60, 61, 12, 300, 5 })
        {
            int known = Math.Max(0, n - 3);
            SamplerContext context = Mixed.Context(3, trials.GetRange(0, known), trials.GetRange(known, n - known));
            IReadOnlyDictionary<string, double> values = new TpeSampler().Sample(context);
            Assert.Equal(values, used.Sample(context));
            Assert.Equal(trials[n].Parameters.ToDictionary(p => p.Key, p => p.Value.Value), values);
            Assert.Equal(new TpeSampler().SampleOne(context, "late", domain), used.SampleOne(context, "late", domain));
        }
    }

    [Fact]
    public void Results_of_pending_trials_are_not_looked_at()
    {
        List<Trial> trials = new TpeSampler().Run(Line, 1, 30, 1, p => p["x"]);
        Trial[] pending = [.. trials.Skip(20).Select(t => Line.Trial(t.Number, TrialState.Running, [], t.Parameters["x"].Value))];
        Assert.Equal(
            new TpeSampler().Sample(Line.Context(1, trials.GetRange(0, 20), trials.GetRange(20, 10))),
            new TpeSampler().Sample(Line.Context(1, trials.GetRange(0, 20), pending)));
    }

    [Fact]
    public void Good_regions_are_preferred_and_seeds_differ()
    {
        Trial[] history = [.. Enumerable.Range(0, 40).Select(i => Line.Trial(i, TrialState.Complete, [Math.Abs((i / 39.0) - 0.7)], i / 39.0))];
        double[] values = [.. Enumerable.Range(0, 50).Select(seed => new TpeSampler().Sample(Line.Context((ulong)seed, history))["x"])];
        Assert.InRange(values.Count(x => Math.Abs(x - 0.7) < 0.15), 40, 50);
        Assert.Equal(50, values.Distinct().Count());
    }

    [Fact]
    public void Of_two_good_regions_the_one_without_pending_trials_is_preferred()
    {
        // The right one is a little better.
        Trial[] history =
        [
            .. Enumerable.Range(0, 40).Select(i => Line.Trial(
                i, TrialState.Complete, [Math.Abs(Math.Abs((i / 39.0) - 0.5) - 0.25) - (i * 1e-9)], i / 39.0)),
        ];
        Trial[] pending = [.. Enumerable.Range(0, 8).Select(i => Line.Trial(40 + i, TrialState.Running, [], 0.72 + (i * 0.01)))];
        int CountLeft(Trial[] waiting) => Enumerable.Range(0, 100).Count(
            seed => new TpeSampler().Sample(Line.Context((ulong)seed, history, waiting, number: 48))["x"] < 0.5);
        Assert.InRange(CountLeft([]), 0, 15);
        Assert.InRange(CountLeft(pending), 60, 100);
    }

    [Fact]
    public void Maximizing_is_minimizing_the_opposite()
    {
        Trial[] low = [.. Enumerable.Range(0, 30).Select(i => Line.Trial(i, TrialState.Complete, [Math.Sin(i)], i / 29.0))];
        Trial[] high = [.. Enumerable.Range(0, 30).Select(i => Line.Trial(i, TrialState.Complete, [-Math.Sin(i)], i / 29.0))];
        SamplerContext context = new()
        {
            Seed = 4, Number = 30, Space = Line, Objectives = [new("Accuracy", Direction.Maximize)], History = high, Pending = [],
        };
        Assert.Equal(new TpeSampler().Sample(Line.Context(4, low)), new TpeSampler().Sample(context));
    }

    [Fact]
    public void Histories_without_one_usable_value_are_no_obstacle()
    {
        Trial[] trials =
        [
            .. Enumerable.Range(0, 20).Select(i => Line.Trial(i, TrialState.Failed, [], i / 20.0)),
            .. Enumerable.Range(20, 20).Select(i => Line.Trial(i, TrialState.Pruned, [], i / 40.0)),
            .. Enumerable.Range(40, 20).Select(i => Line.Trial(i, TrialState.Complete, [double.NaN], i / 60.0)),
            .. Enumerable.Range(60, 20).Select(i => Line.Trial(i, TrialState.Complete, [double.PositiveInfinity], i / 80.0)),
        ];
        Assert.InRange(new TpeSampler().Sample(Line.Context(1, trials))["x"], 0, 1);
        Assert.InRange(new TpeSampler().SampleOne(Line.Context(1, trials), "x", Line["x"]), 0, 1);
        Assert.InRange(new TpeSampler(startupTrials: 0).Sample(Line.Context(1, []))["x"], 0, 1);
    }

    [Fact]
    public void Regions_where_trials_fail_are_avoided()
    {
        Trial[] history =
        [
            .. Enumerable.Range(0, 40).Select(i => i % 2 == 0
                ? Line.Trial(i, TrialState.Complete, [1], i / 80.0)
                : Line.Trial(i, TrialState.Failed, [], 0.5 + (i / 80.0))),
        ];
        double[] values = [.. Enumerable.Range(0, 50).Select(seed => new TpeSampler().Sample(Line.Context((ulong)seed, history))["x"])];
        Assert.InRange(values.Count(x => x < 0.5), 40, 50);
    }

    [Fact]
    public void Parameters_asked_for_in_the_trial_learn_from_trials_that_have_them()
    {
        IntegerDomain layers = new(1, 20);
        List<Trial> history = [];
        for (int n = 0; n < 60; n++)
        {
            Trial trial = Line.Trial(n, TrialState.Complete, [0], 0.5);
            if (n % 2 == 0)
            {
                double value = (n / 2 % 20) + 1;
                trial.Parameters["layers"] = new(value, layers);
                trial.Values = [Math.Abs(value - 6)];
            }

            history.Add(trial);
        }

        double[] values = [.. Enumerable.Range(0, 50).Select(seed => new TpeSampler().SampleOne(Line.Context((ulong)seed, history), "layers", layers))];
        Assert.All(values, value => Assert.True(layers.Contains(value)));
        Assert.InRange(values.Count(value => Math.Abs(value - 6) <= 2), 40, 50);
    }

    [Fact]
    public void Ranges_that_differ_from_trial_to_trial_learn_from_each_other()
    {
        List<Trial> history = [];
        TpeSampler used = new();
        for (int n = 0; n < 100; n++)
        {
            // The upper end moves; the best value is always 3.
            IntegerDomain domain = new(1, 20 + n);
            SamplerContext context = Line.Context(2, [.. history]);
            double value = used.SampleOne(context, "width", domain);
            Assert.Equal(new TpeSampler().SampleOne(context, "width", domain), value);
            Assert.True(domain.Contains(value));
            Trial trial = Line.Trial(n, TrialState.Complete, [Math.Abs(value - 3)], 0.5);
            trial.Parameters["width"] = new(value, domain);
            history.Add(trial);
        }

        Assert.InRange(history.Skip(60).Average(t => t.Values[0]), 0, 12);
    }

    [Fact]
    public void A_finite_space_is_used_up_before_a_point_comes_again()
    {
        SearchSpace space = Contexts.Space(("a", new CategoricalDomain(["x", "y", "z"])), ("b", new IntegerDomain(1, 6)), ("c", new FloatDomain(0, 0.4, step: 0.2)));
        List<Trial> trials = new TpeSampler().Run(space, 5, 70, 3, p => p["a"] + p["b"]);
        Assert.Equal(54, trials.Take(54).Select(t => string.Join(' ', t.Parameters.Values.Select(p => p.Value))).Distinct().Count());
        Assert.True(trials.Skip(54).All(t => space.All(p => p.Value.Contains(t.Parameters[p.Key].Value))));
    }

    [Fact]
    public void A_space_that_was_changed_uses_what_still_fits()
    {
        SearchSpace before = Contexts.Space(("x", new FloatDomain(0, 2)), ("y", new FloatDomain(0, 1)));
        SearchSpace after = Contexts.Space(("x", new FloatDomain(0, 1)));
        Trial[] history = [.. Enumerable.Range(0, 60).Select(i => before.Trial(i, TrialState.Complete, [Math.Abs((i / 30.0) - 0.3)], i / 30.0, 0))];
        double[] values = [.. Enumerable.Range(0, 50).Select(seed => new TpeSampler().Sample(after.Context((ulong)seed, history))["x"])];
        Assert.All(values, x => Assert.InRange(x, 0, 1));
        Assert.InRange(values.Count(x => Math.Abs(x - 0.3) < 0.15), 35, 50);
        Assert.Equal(2, new TpeSampler().Sample(Contexts.Space(("x", new FloatDomain(0, 1)), ("z", new FloatDomain(0, 1))).Context(1, history)).Count);
    }

    [Fact]
    public void Several_objectives_approach_the_front()
    {
        SearchSpace space = Contexts.Space(("x", new FloatDomain(-2, 4)), ("y", new FloatDomain(-3, 3)));
        ImmutableArray<Objective> objectives = [new("One", Direction.Minimize), new("Two", Direction.Maximize)];
        double Tail(Sampler sampler)
        {
            List<Trial> trials = [];
            for (int n = 0; n < 120; n++)
            {
                SamplerContext context = new()
                {
                    Seed = 1, Number = n, Space = space, Objectives = objectives, History = [.. trials], Pending = [],
                };
                IReadOnlyDictionary<string, double> p = sampler.Sample(context);
                double square = p["y"] * p["y"];
                trials.Add(space.Trial(n, p, TrialState.Complete, (p["x"] * p["x"]) + square, -(Math.Pow(p["x"] - 2, 2) + square)));
            }

            // The front is y = 0, x from 0 to 2: both ends and the middle are to be seen.
            Assert.Equal(new TpeSampler().Sample(Next(trials)), new TpeSampler().Sample(Next(trials)));
            return trials.Skip(60).Average(t => Math.Abs(t.Parameters["y"].Value) + Math.Max(0, Math.Abs(t.Parameters["x"].Value - 1) - 1));
        }

        SamplerContext Next(List<Trial> trials) => new()
        {
            Seed = 1, Number = trials.Count, Space = space, Objectives = objectives, History = trials, Pending = [],
        };
        Assert.True(Tail(new TpeSampler()) < 0.5 * Tail(new RandomSampler()));
    }

    [Fact]
    public void Feasible_trials_are_preferred()
    {
        List<Trial> history = [];
        for (int i = 0; i < 40; i++)
        {
            Trial trial = Line.Trial(i, TrialState.Complete, [-i], i / 39.0);
            trial.Constraints = [i > 20 ? i - 20 : -1];
            history.Add(trial);
        }

        // The lowest loss is at 1, the lowest feasible one at 0.51.
        double[] values = [.. Enumerable.Range(0, 50).Select(seed => new TpeSampler().Sample(Line.Context((ulong)seed, history))["x"])];
        Assert.InRange(values.Count(x => Math.Abs(x - 0.51) < 0.2), 35, 50);
    }

    [Fact]
    public void Trials_are_ranked_as_Optuna_ranks_them()
    {
        Trial Pruned(int number, params (int Step, double Value)[] reports)
        {
            Trial trial = Line.Trial(number, TrialState.Pruned, [], 0);
            foreach ((int step, double value) in reports)
            {
                trial.IntermediateValues[step] = value;
            }

            return trial;
        }

        Trial infeasible = Line.Trial(5, TrialState.Complete, [-9], 0);
        infeasible.Constraints = [0.5, -1];
        Trial[] ranked =
        [
            Line.Trial(0, TrialState.Complete, [1], 0), Line.Trial(1, TrialState.Complete, [2], 0), Pruned(2, (1, 9), (7, 0.5)),
            Pruned(3, (7, 0.6)), Pruned(4, (3, 0.1)), infeasible, Line.Trial(6, TrialState.Failed, [], 0),
        ];
        Score[] scores = [.. ranked.Select(trial => Score.Of(trial, Contexts.Loss))];
        Assert.Equal(scores, scores.Reverse().Order());
        Assert.Equal([true, true, true, true, true, true, false], scores.Select(score => score.IsUsable));
    }
}
