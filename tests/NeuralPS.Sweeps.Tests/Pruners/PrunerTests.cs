using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Pruners;

public class PrunerTests
{
    [Theory]
    [InlineData(3, false)]
    [InlineData(3.01, true)]
    [InlineData(double.NaN, true)]
    public void The_median_of_1_to_5_is_3(double value, bool prune) =>
        Assert.Equal(prune, new MedianPruner().Ask(Histories.At(0, 5, 1, 4, 2, 3), Direction.Minimize, (0, value)).Prune);

    [Fact]
    public void A_reason_names_the_numbers() =>
        Assert.Equal("9 is worse than the median of 5 trials at step 0, 3", new MedianPruner().Ask(Histories.At(0, 5, 1, 4, 2, 3), Direction.Minimize, (0, 9)).Reason);

    [Fact]
    public void The_best_report_so_far_counts()
    {
        Trial[] history = Histories.At(1, 5, 1, 4, 2, 3);
        Assert.False(new MedianPruner().Ask(history, Direction.Minimize, (0, 2.5), (1, 9)).Prune);
        Assert.True(new MedianPruner().Ask(history, Direction.Maximize, (0, 2.5), (1, 1)).Prune);
        Assert.False(new MedianPruner().Ask(history, Direction.Maximize, (0, 3.5), (1, 1)).Prune);
    }

    [Fact]
    public void Only_complete_trials_count_as_start_and_as_measure()
    {
        Trial[] history = [.. Histories.At(0, 1, 1, 1, 1), Histories.Trial(4, TrialState.Pruned, (0, 1)), Histories.Trial(5, TrialState.Failed, (0, 1))];
        Assert.False(new MedianPruner().Ask(history, Direction.Minimize, (0, 2)).Prune);
        Assert.True(new MedianPruner(startupTrials: 4).Ask(history, Direction.Minimize, (0, 2)).Prune);
        Assert.False(new MedianPruner(startupTrials: 0, minimumTrials: 5).Ask(history, Direction.Minimize, (0, 2)).Prune);
        Assert.False(new MedianPruner(startupTrials: 0).Ask([], Direction.Minimize, (0, 2)).Prune);
    }

    [Fact]
    public void Trials_are_looked_at_once_in_an_interval_after_the_warm_up()
    {
        Trial[] history = [.. Enumerable.Range(0, 5).Select(i => Histories.Trial(i, TrialState.Complete, [.. Enumerable.Range(0, 10).Select(s => (s, 0.0))]))];
        MedianPruner pruner = new(warmupSteps: 2, intervalSteps: 3);
        IEnumerable<int> looked = Enumerable.Range(0, 10)
            .Where(last => pruner.Ask(history, Direction.Minimize, [.. Enumerable.Range(0, last + 1).Select(s => (s, 1.0))]).Prune);
        Assert.Equal([2, 5, 8], looked);
    }

    [Theory]
    [InlineData(25, 3.25)]
    [InlineData(75, 7.75)]
    [InlineData(0, 1)]
    [InlineData(100, 10)]
    public void Percentiles_are_interpolated(double percentile, double bound)
    {
        PercentilePruner pruner = new(percentile);
        Trial[] history = Histories.At(0, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        Assert.False(pruner.Ask(history, Direction.Minimize, (0, bound)).Prune);
        Assert.True(pruner.Ask(history, Direction.Minimize, (0, bound + 1e-9)).Prune);
    }

    [Fact]
    public void What_was_worked_out_for_a_longer_history_serves_a_shorter_one()
    {
        Trial[] history = Histories.At(0, 1, 2, 3, 4, 5, 100, 200, 300, 400, 500);
        MedianPruner pruner = new();
        foreach ((int length, double median) in ((int, double)[])[(5, 3), (10, 52.5), (6, 3.5), (5, 3), (9, 5), (10, 52.5), (5, 3)])
        {
            Assert.False(pruner.Ask(history[..length], Direction.Minimize, (0, median)).Prune);
            Assert.True(pruner.Ask(history[..length], Direction.Minimize, (0, median + 1e-9)).Prune);
        }

        Assert.True(pruner.Ask(Histories.At(0, 0, 0, 0, 0, 0, 0), Direction.Minimize, (0, 1)).Prune);
    }

    [Theory]
    [InlineData(0.5, "")]
    [InlineData(-0.1, "-0.1 is below 0 at step 3")]
    [InlineData(1.1, "1.1 is above 1 at step 3")]
    [InlineData(double.NaN, "the report is not a number at step 3")]
    [InlineData(double.PositiveInfinity, "Infinity is above 1 at step 3")]
    public void A_threshold_has_two_sides(double value, string reason)
    {
        PruneDecision decision = new ThresholdPruner(0, 1).Ask([], Direction.Maximize, (3, value));
        Assert.Equal((reason.Length > 0, reason), (decision.Prune, decision.Reason));
        Assert.False(new ThresholdPruner(0, 1, warmupSteps: 4).Ask([], Direction.Maximize, (3, value)).Prune);
    }

    [Fact]
    public void Patience_ends_when_no_report_is_as_good_as_before()
    {
        PatiencePruner pruner = new(patience: 1);
        Assert.False(pruner.Ask([], Direction.Minimize, (0, 1), (1, 2)).Prune);
        Assert.True(pruner.Ask([], Direction.Minimize, (0, 1), (1, 2), (2, 2)).Prune);
        Assert.False(pruner.Ask([], Direction.Minimize, (0, 1), (1, 2), (2, 1)).Prune);
        Assert.False(pruner.Ask([], Direction.Maximize, (0, 1), (1, 2), (2, 2)).Prune);
        Assert.False(new PatiencePruner(1, minimumDelta: 1).Ask([], Direction.Minimize, (0, 1), (1, 2), (2, 2)).Prune);
    }

    [Fact]
    public void Patience_keeps_another_pruner_from_stopping_what_improves()
    {
        Trial[] history = Histories.At(2, 1, 1, 1, 1, 1);
        PatiencePruner pruner = new(1, wrapped: new MedianPruner());
        Assert.False(pruner.Ask(history, Direction.Minimize, (0, 9), (1, 8), (2, 7)).Prune);
        Assert.True(pruner.Ask(history, Direction.Minimize, (0, 7), (1, 8), (2, 8)).Prune);
        Assert.False(pruner.Ask(history, Direction.Minimize, (0, 0), (1, 8), (2, 8)).Prune);
        Assert.True(pruner.UsesHistory);
        Assert.False(new PatiencePruner(1).UsesHistory);
    }

    [Fact]
    public void None_stops_nothing()
    {
        NonePruner pruner = new();
        Assert.Same(PruneDecision.Continue, pruner.Ask(Histories.At(0, 0), Direction.Minimize, (0, double.NaN)));
        Assert.False(pruner.UsesHistory);
    }
}
