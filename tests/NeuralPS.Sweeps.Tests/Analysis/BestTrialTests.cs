using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Analysis;

public class BestTrialTests
{
    private static readonly Objective Accuracy = new("Accuracy", Direction.Maximize);
    private static readonly Objective Loss = new("Loss", Direction.Minimize);

    [Fact]
    public void The_better_value_wins_and_then_the_lower_number()
    {
        Trial[] trials = [Finished.Trial(3, [0.9]), Finished.Trial(1, [0.9]), Finished.Trial(0, [0.1]), Finished.Trial(2, [double.NaN])];
        Assert.Equal(1, BestTrial.Find(trials, Accuracy)!.Number);
        Assert.Equal(0, BestTrial.Find(trials, Loss)!.Number);
    }

    [Fact]
    public void Only_complete_and_feasible_trials_can_be_best()
    {
        Trial[] trials = [Finished.Trial(0, [0.9]), Finished.Trial(1, [0.8]), Finished.Trial(2, [0.7])];
        trials[0].Constraints = [0, 0.1];
        trials[1].State = TrialState.Pruned;
        Assert.Equal(2, BestTrial.Find(trials, Accuracy)!.Number);
        Assert.Null(BestTrial.Find(trials[..2], Accuracy));
    }

    [Fact]
    public void A_second_value_has_a_best_of_its_own() =>
        Assert.Equal(1, BestTrial.Find([Finished.Trial(0, [0, 5]), Finished.Trial(1, [1, 4]), Finished.Trial(2, [0])], Loss, 1)!.Number);

    [Fact]
    public void The_front_of_a_staircase()
    {
        double[][] values = [[1, 5], [2, 3], [3, 3], [4, 1], [5, 2], [2, 3], [0.5, 9], [double.NaN, 0]];
        Trial[] trials = [.. values.Select((v, i) => Finished.Trial(i, v))];
        Assert.Equal([0, 1, 3, 5, 6], ParetoFront.Find(trials, [Loss, Loss]).Select(trial => trial.Number));

        // More of the second is better: 6 has the most for the least.
        Assert.Equal([6], ParetoFront.Find(trials, [Loss, Accuracy]).Select(trial => trial.Number));
        trials[6].Constraints = [1];
        Assert.Equal([0], ParetoFront.Find(trials, [Loss, Accuracy]).Select(trial => trial.Number));
        Assert.Equal([0], ParetoFront.Find(trials, [Loss]).Select(trial => trial.Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_front_is_what_comparing_all_with_all_finds(int count)
    {
        Random random = new(count);
        Objective[] objectives = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? Loss : Accuracy)];
        Trial[] trials = [.. Enumerable.Range(0, 300).Select(i => Finished.Trial(i, [.. objectives.Select(_ => (double)random.Next(12))]))];
        double[] LossesOf(Trial trial) => [.. objectives.Select((o, i) => o.ToLoss(trial.Values[i]))];
        IEnumerable<Trial> expected = trials.Where(t => !trials.Any(other => ParetoFront.Dominates(LossesOf(other), LossesOf(t))));
        Assert.Equal(expected, ParetoFront.Find(trials, [.. objectives]));
    }
}
