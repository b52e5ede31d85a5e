using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Report;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Tests.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Report;

public class SummaryTextTests
{
    private static readonly Objective Accuracy = new("Accuracy", Direction.Maximize);
    private static readonly Objective Loss = new("Loss", Direction.Minimize);

    [Fact]
    public void The_head_tells_goal_settings_and_counts()
    {
        SweepSummary summary = Of([0.5, 0.9, 0.7], Accuracy) with { Sampler = "TPE", Pruner = "ASHA", Seed = 3, Constraints = ["Size <= 9"] };
        summary.Trials[0].State = TrialState.Pruned;
        summary.Trials[0].Started = new DateTime(2026, 11, 20, 22, 0, 0);
        summary.Trials[2].Finished = new DateTime(2026, 11, 21, 23, 1, 2);
        Assert.Equal(
            [
                "Sweep digits: maximise Accuracy", "sampler TPE, pruner ASHA, seed 3, with Size <= 9",
                "3 trials: 2 complete, 1 pruned, in 1 d 01:01:02",
            ],
            SummaryText.Head(summary));
        Assert.Equal(["Sweep digits: minimise Loss", "No trials yet"], SummaryText.Head(Of([], Loss)));
    }

    [Fact]
    public void The_best_trial_is_told_with_its_parameters()
    {
        SweepSummary summary = Of([0.5, 0.9, 0.7], Accuracy);
        summary.Trials[1].Parameters["Rate"] = new(0.00123456789, new FloatDomain(0, 1));
        summary.Trials[1].Parameters["Activation"] = new(1, new CategoricalDomain(["ReLU", null]));
        Assert.Equal(["Best: trial 1, Accuracy 0.9", "  Activation  null", "  Rate        0.00123457"], SummaryText.Best(summary));
        Assert.Equal(["No trial is complete and keeps the constraints yet."], SummaryText.Best(Of([], Loss)));
    }

    [Fact]
    public void Of_several_objectives_the_front_is_told()
    {
        SweepSummary summary = Of([1, 2], Loss) with { Objectives = [Loss, Accuracy] };
        summary.Trials[0].Values = [1, 1];
        summary.Trials[1].Values = [2, 2];
        Assert.Equal(["On the Pareto front: trials 0, 1"], SummaryText.Best(summary));
        summary.Trials[1].Values = [2, 1];
        Assert.Equal(["On the Pareto front: trial 0"], SummaryText.Best(summary));
    }

    [Fact]
    public void Bars_are_as_long_as_parameters_are_important()
    {
        ParameterScore[] scores = [new("Rate", 0.6, 9), new("Units", 0.37, 9), new("Depth", 0.03, 9), new("Fixed", 0, 9)];
        Assert.Equal(
            ["  Rate   60.0 %  ██████████", "  Units  37.0 %  ██████", "  Depth   3.0 %  ▌", "  Fixed   0.0 %"], SummaryText.Bars(scores, 28, false));
        Assert.Equal("  Rate   60.0 %  <##########>", SummaryText.Bars(scores, 28, true, bar => $"<{bar}>")[0]);
        Assert.Equal(["  No parameter made a difference."], SummaryText.Bars(scores[3..], 40, false));
        Assert.All(
            SummaryText.Bars([new(new string('n', 100), 1, 9)], 40, false), line => Assert.InRange(line.Length, 20, 40));
    }

    [Fact]
    public void The_history_steps_up_to_the_best()
    {
        SweepHistory history = new(Of([0.5, 0.4, 0.9, 0.9, 0.7], Accuracy), 0);
        Assert.Equal([(0, 0.5), (2, 0.5), (2, 0.9), (4, 0.9)], history.Best);
        Assert.Equal([(0, 0.5), (1, 0.4), (2, 0.9), (3, 0.9), (4, 0.7)], history.Points);
        Assert.Empty(new SweepHistory(Of([double.NaN, double.PositiveInfinity], Loss), 0).Best);
    }

    [Fact]
    public void Infeasible_trials_are_points_but_never_best()
    {
        SweepSummary summary = Of([3, 1, 2], Loss);
        summary.Trials[1].Constraints = [1];
        SweepHistory history = new(summary, 0);
        Assert.Equal(3, history.Points.Count);
        Assert.Equal([(0, 3), (2, 3), (2, 2), (2, 2)], history.Best);
    }

    [Fact]
    public void A_few_very_bad_values_do_not_flatten_the_others()
    {
        SweepHistory history = new(Of([.. Enumerable.Range(0, 99).Select(i => i / 99.0), 1e9], Loss), 0);
        Assert.Equal(1, history.Beyond);
        Assert.InRange(history.Points[99].Value, 1, 3);
        history = new(Of([.. Enumerable.Range(0, 99).Select(i => i / 99.0), -1e9], Accuracy), 0);
        Assert.Equal(1, history.Beyond);
        Assert.InRange(history.Points[99].Value, -2, 0);
    }

    private static SweepSummary Of(double[] values, Objective objective) => new()
    {
        Name = "digits",
        Objectives = [objective],
        Trials = [.. values.Select((value, i) => Finished.Trial(i, [value]))],
    };
}
