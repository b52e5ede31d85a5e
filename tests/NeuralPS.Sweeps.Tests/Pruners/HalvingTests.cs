using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Pruners;

public class HalvingTests
{
    [Fact]
    public void One_of_two_passes_each_rung()
    {
        // Rungs at the steps 1, 2 and 4 (minimum 1, factor 2), lower is better.
        AshaPruner pruner = new(1, 2);
        Trial[] history = [Histories.Trial(0, TrialState.Complete, (1, 5), (2, 4), (3, 4), (4, 3))];
        Assert.Equal((KeyValuePair<string, double>[])[new("completed_rung_0", 5)], pruner.Ask(history, Direction.Minimize, (1, 5)).Attributes);
        Assert.False(pruner.Ask(history, Direction.Minimize, (1, 5)).Prune);
        Assert.True(pruner.Ask(history, Direction.Minimize, (1, 5.1)).Prune);
        Assert.False(pruner.Ask(history, Direction.Minimize, (1, 4), (2, 4)).Prune);
        Assert.Equal("4.5 at step 2 is not among the best 1/2 of rung 1 with 1 other", pruner.Ask(history, Direction.Minimize, (1, 4), (2, 4.5)).Reason);
        PruneDecision between = pruner.Ask(history, Direction.Minimize, (1, 4), (2, 4), (3, 9));
        Assert.Equal((false, 0), (between.Prune, between.Attributes.Length));
        Assert.True(pruner.Ask(history, Direction.Maximize, (1, 4)).Prune);
    }

    [Fact]
    public void A_late_report_passes_several_rungs_at_once()
    {
        PruneDecision decision = new AshaPruner(1, 3).Ask([], Direction.Minimize, (9, 0.5));
        Assert.False(decision.Prune);
        Assert.Equal(["completed_rung_0", "completed_rung_1", "completed_rung_2"], decision.Attributes.Select(a => a.Key));
    }

    [Fact]
    public void Nothing_is_stopped_before_the_resource_is_known()
    {
        Trial[] history = [Histories.Trial(0, TrialState.Failed, (500, 0)), Histories.Trial(1, TrialState.Complete, (3, 0), (399, 0))];
        AshaPruner pruner = new();
        Assert.False(pruner.Ask(history[..1], Direction.Minimize, (500, double.NaN)).Prune);
        Assert.False(pruner.Ask(history, Direction.Minimize, (2, double.NaN)).Prune);
        Assert.True(pruner.Ask(history, Direction.Minimize, (3, double.NaN)).Prune);
    }

    [Fact]
    public void The_first_trials_of_a_rung_can_be_held_back()
    {
        AshaPruner pruner = new(1, 2, bootstrapCount: 2);
        Assert.True(pruner.Ask([], Direction.Minimize, (1, 0)).Prune);
        Assert.False(pruner.Ask(Histories.At(1, 3, 4), Direction.Minimize, (1, 0)).Prune);
    }

    [Fact]
    public void A_trial_taken_over_is_judged_like_one_that_was_never_interrupted()
    {
        Trial[] history = Histories.At(1, 1, 2, 3, 4);
        (int, double)[] reports = [(1, 2), (2, 5), (3, 4), (4, 3)];
        AshaPruner whole = new(1, 2);
        foreach (int count in Enumerable.Range(1, 4))
        {
            Assert.Equal(
                whole.Ask(history, Direction.Minimize, reports[..count]) with { Attributes = [] },
                new AshaPruner(1, 2).Ask(history, Direction.Minimize, reports[..count]) with { Attributes = [] });
        }
    }

    [Fact]
    public void Brackets_get_trials_by_their_shares()
    {
        HyperbandPruner pruner = new(1, 81);
        int[] shares = pruner.GetShares(81);

        // B = 5: ceil(5 · 3^4 / 5), ceil(5 · 3^3 / 4), ceil(5 · 3^2 / 3), ceil(5 · 3 / 2), 5.
        Assert.Equal([81, 34, 15, 8, 5], shares);
        Assert.Equal(6, pruner.GetShares(243).Length);
        Assert.Single(pruner.GetShares(2));
        int[] counts = new int[5];
        for (int number = 0; number < 14_300; number++)
        {
            counts[HyperbandPruner.GetBracket(7, number, shares)]++;
        }

        for (int i = 0; i < 5; i++)
        {
            Assert.InRange(counts[i], (shares[i] * 100) - 350, (shares[i] * 100) + 350);
        }
    }

    [Fact]
    public void Trials_compete_within_their_bracket()
    {
        HyperbandPruner pruner = new(1, 9);
        int[] shares = pruner.GetShares(9);
        Trial[] history = Histories.At(1, [.. Enumerable.Repeat(0.0, 200)]);
        for (int length = 100; length < 200; length++)
        {
            // All others are better, but at step 1 only bracket 0 decides.
            int bracket = HyperbandPruner.GetBracket(1, length, shares);
            Assert.Equal(bracket == 0, pruner.Ask(history[..length], Direction.Minimize, (1, 1)).Prune);
        }

        // None of the others reached step 3: the first one passes.
        Assert.False(pruner.Ask(history, Direction.Minimize, (3, 1)).Prune ^ (HyperbandPruner.GetBracket(1, 200, shares) == 0));
        Assert.False(new HyperbandPruner().Ask([], Direction.Minimize, (3, double.NaN)).Prune);
    }

    [Fact]
    public void A_trial_stopped_at_a_rung_does_not_compete_at_the_next_one()
    {
        Trial stopped = Histories.Trial(0, TrialState.Pruned, (9, 1));
        Trial climbed = Histories.Trial(0, TrialState.Pruned, (9, 1));
        climbed.SystemAttributes["completed_rung_1"] = JsonValue.Create(1.0);
        (int, double)[] reports = [(1, 0), (3, 2)];
        Assert.False(new AshaPruner(1, 3).Ask([stopped], Direction.Minimize, reports).Prune);
        Assert.True(new AshaPruner(1, 3).Ask([climbed], Direction.Minimize, reports).Prune);
    }
}
