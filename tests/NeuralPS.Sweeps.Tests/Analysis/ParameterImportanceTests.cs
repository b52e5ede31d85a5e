using System.Collections.Immutable;
using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Analysis;

public class ParameterImportanceTests
{
    private static readonly Objective Loss = new("Loss", Direction.Minimize);
    private static readonly FloatDomain Unit = new(0, 1);

    [Fact]
    public void The_median_of_x_plus_half_of_y_gives_eight_parts_to_one()
    {
        // With f = x + y/2 on the unit square, the better half is f < 3/4. Its densities are 2, 3 - 4x, 0 on the parts of x at 1/4 and
        // 3/4, and 3/2 - y. The integrals of (density - 1)^2 are 1/4 + 1/6 + 1/4 = 2/3 and 1/12.
        Trial[] trials = [.. Grid(100, (x, y) => x + (y / 2))];
        ImmutableArray<ParameterScore> scores = ParameterImportance.Compute(trials, Loss, quantile: 0.5);
        Assert.Equal(["x", "y"], scores.Select(score => score.Name));
        Assert.InRange(scores[0].Importance, (8.0 / 9) - 0.01, (8.0 / 9) + 0.01);
        Assert.Equal(1, scores.Sum(score => score.Importance), 12);
        Assert.All(scores, score => Assert.Equal(10_000, score.TrialCount));
    }

    [Fact]
    public void A_parameter_without_effect_has_no_importance()
    {
        IReadOnlyList<ParameterScore> scores = ParameterImportance.Compute(Grid(30, (_, y) => -y), Loss);
        Assert.Equal("y", scores[0].Name);
        Assert.InRange(scores[0].Importance, 0.999, 1);
        Assert.Equal(scores, [.. ParameterImportance.Compute(Grid(30, (_, y) => y), new("Accuracy", Direction.Maximize))]);
        Assert.All(ParameterImportance.Compute(Grid(30, (_, _) => 1), Loss), score => Assert.Equal(0, score.Importance));
    }

    [Fact]
    public void Choices_count_by_how_often_the_best_have_them()
    {
        // Of A the best have the first of four choices (divergence 3), of B both (0); in 1000 trials the prior hardly weighs.
        CategoricalDomain a = new(["a", "b", "c", "d"]);
        CategoricalDomain b = new([true, false]);
        Trial[] trials = [.. Enumerable.Range(0, 1000).Select(i => Finished.Trial(i, [i % 4], ("A", a, i % 4), ("B", b, i / 4 % 2)))];
        ImmutableArray<ParameterScore> scores = ParameterImportance.Compute(trials, Loss);
        Assert.Equal("A", scores[0].Name);
        Assert.InRange(scores[0].Importance, 0.9999, 1);
    }

    [Fact]
    public void Scales_are_those_of_the_domains()
    {
        // The best third lies in the first third of the logarithmic scale.
        FloatDomain log = new(1e-6, 1, isLog: true);
        IntegerDomain integer = new(1, 3);
        FloatDomain single = new(2, 2);
        Trial[] trials =
        [
            .. Enumerable.Range(0, 900).Select(i => Finished.Trial(
                i, [i / 300], ("Rate", log, Math.Pow(10, -6 + (6 * i / 900.0))), ("Depth", integer, (i / 300) + 1), ("Fixed", single, 2))),
        ];
        ImmutableArray<ParameterScore> scores = ParameterImportance.Compute(trials, Loss, quantile: 0.3);
        Assert.Equal(["Depth", "Rate", "Fixed"], scores.Select(score => score.Name));
        Assert.InRange(scores[1].Importance, 0.4, 0.5);
        Assert.Equal(0, scores[2].Importance);
    }

    [Fact]
    public void A_parameter_of_some_trials_counts_by_their_share()
    {
        // x and z have the same effect, but only one trial of four has z.
        Trial[] trials = [.. Grid(40, (x, _) => x)];
        foreach (Trial trial in trials)
        {
            trial.Parameters.Remove("y");
            if (((trial.Number / 40) + trial.Number) % 4 == 0)
            {
                trial.Parameters["z"] = trial.Parameters["x"];
            }
        }

        ImmutableArray<ParameterScore> scores = ParameterImportance.Compute(trials, Loss);
        Assert.Equal<IEnumerable<ParameterScore>>([new("x", scores[0].Importance, 1600), new("z", scores[1].Importance, 400)], scores);
        Assert.InRange(scores[0].Importance, 0.75, 0.85);
    }

    [Fact]
    public void Ranges_may_have_changed_on_the_way()
    {
        Trial[] trials = [.. Grid(20, (x, _) => x)];
        foreach (Trial trial in trials[200..])
        {
            trial.Parameters["x"] = new(trial.Parameters["x"].Value, new FloatDomain(0, 2));
        }

        Assert.Equal("x", ParameterImportance.Compute(trials, Loss)[0].Name);
    }

    [Fact]
    public void Few_trials_are_refused_and_five_are_enough()
    {
        Trial[] trials = [.. Grid(3, (x, _) => x)];
        trials[0].State = TrialState.Failed;
        Assert.Equal(2, ParameterImportance.Compute(trials[..6], Loss).Length);
        SweepException e = Assert.Throws<SweepException>(() => ParameterImportance.Compute(trials[..5], Loss));
        Assert.Equal("TooFewTrials", e.ErrorId);
        Assert.Equal("The importance of parameters needs at least 5 complete trials, and there are 4. Run more trials.", e.Message);
        e = Assert.Throws<SweepException>(() => ParameterImportance.Compute([], Loss));
        Assert.Contains("there is none", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_trials_does_not_matter()
    {
        Trial[] trials = [.. Grid(15, (x, y) => (x * x) - y)];
        IEnumerable<ParameterScore> scores = ParameterImportance.Compute(trials, Loss);
        Assert.Equal(scores, ParameterImportance.Compute(trials.Reverse(), Loss));
    }

    private static IEnumerable<Trial> Grid(int side, Func<double, double, double> function)
    {
        for (int i = 0; i < side * side; i++)
        {
            double x = ((i % side) + 0.5) / side;
            double y = ((i / side) + 0.5) / side;
            yield return Finished.Trial(i, [function(x, y)], ("x", Unit, x), ("y", Unit, y));
        }
    }
}
