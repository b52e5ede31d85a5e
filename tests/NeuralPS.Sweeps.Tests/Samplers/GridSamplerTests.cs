using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class GridSamplerTests
{
    private static readonly SearchSpace Space = Contexts.Space(
        ("a", new CategoricalDomain(["x", "y"])),
        ("b", new IntegerDomain(1, 5, step: 2)),
        ("c", new FloatDomain(0, 0.3, step: 0.1)),
        ("d", new IntegerDomain(7, 7)),
        ("e", new IntegerDomain(1, 3, isLog: true)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_point_comes_exactly_once(bool shuffle)
    {
        GridSampler sampler = new(isShuffled: shuffle);
        List<Trial> trials = sampler.Run(Space, 3, 72, 1, _ => 0);
        Assert.Equal(72, sampler.GetTrialLimit(Space));
        Assert.Equal(72, trials.Select(t => string.Join(' ', t.Parameters.Values.Select(p => p.Value))).Distinct().Count());
        Assert.All(trials, t => Assert.All(t.Parameters, p => Assert.True(Space[p.Key].Contains(p.Value.Value))));
    }

    [Fact]
    public void The_last_parameter_changes_fastest()
    {
        SearchSpace space = Contexts.Space(("u", new CategoricalDomain([32, 64])), ("v", new IntegerDomain(1, 3)));
        List<Trial> trials = new GridSampler().Run(space, 0, 7, 1, _ => 0);
        Assert.Equal(
            ["0 1", "0 2", "0 3", "1 1", "1 2", "1 3", "0 1"],
            trials.Select(t => $"{t.Parameters["u"].Value} {t.Parameters["v"].Value}"));
    }

    [Fact]
    public void A_shuffled_grid_depends_on_the_seed()
    {
        string[] orders = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
            string.Join(' ', new GridSampler(isShuffled: true).Run(Space, seed, 72, 1, _ => 0).Select(t => t.Parameters["c"].Value)))];
        Assert.Equal(orders[0], orders[1]);
        Assert.NotEqual(orders[0], orders[2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1025)]
    public void A_shuffle_is_a_permutation(int count)
    {
        Shuffle shuffle = new(9, count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Enumerable.Range(0, count).Select(i => shuffle[i]).Order());
    }

    [Fact]
    public void Continuous_parameters_take_evenly_spaced_points_on_their_scale()
    {
        SearchSpace space = Contexts.Space(("rate", new FloatDomain(1e-4, 1e-1, isLog: true)));
        double[] values = [.. new GridSampler(4).Run(space, 0, 4, 1, _ => 0).Select(t => t.Parameters["rate"].Value)];
        Assert.Equal(1e-4, values[0]);
        Assert.Equal(1e-3, values[1], 1e-15);
        Assert.Equal(1e-2, values[2], 1e-14);
        Assert.Equal(1e-1, values[3]);
        Assert.Equal(5, new GridSampler(1).Run(Contexts.Space(("x", new FloatDomain(0, 10))), 0, 1, 1, _ => 0)[0].Parameters["x"].Value);
    }

    [Fact]
    public void Without_a_number_of_points_a_continuous_parameter_is_refused()
    {
        SearchSpace space = Contexts.Space(("rate", new FloatDomain(0, 1)));
        SweepException e = Assert.Throws<SweepException>(() => new GridSampler().Validate(space));
        Assert.Equal("BadSpace", e.ErrorId);
        Assert.Contains("The parameter rate (0 to 1) is continuous", e.Message, StringComparison.Ordinal);
        new GridSampler(3).Validate(space);
    }

    [Fact]
    public void A_grid_too_large_to_number_is_refused()
    {
        SearchSpace space = Contexts.Space([.. Enumerable.Range(0, 10).Select(i => ($"p{i}", (Domain)new IntegerDomain(1, 10)))]);
        Assert.Equal("BadSpace", Assert.Throws<SweepException>(() => new GridSampler().Validate(space)).ErrorId);
    }

    [Fact]
    public void A_parameter_asked_for_in_the_trial_is_refused()
    {
        SweepException e = Assert.Throws<SweepException>(
            () => new GridSampler().SampleOne(Space.Context(0, []), "Momentum", new FloatDomain(0, 1)));
        Assert.Equal("GridNeedsSpace", e.ErrorId);
        Assert.Contains("does not know the parameter Momentum", e.Message, StringComparison.Ordinal);
    }
}
