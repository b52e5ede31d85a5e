using NeuralPS.Sweeps.Analysis;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Analysis;

public class DuplicateTrialsTests
{
    private static readonly FloatDomain Rate = new(0, 1, false, null);
    private static readonly CategoricalDomain Kind = new(["1", 1L]);

    [Fact]
    public void A_trial_repeats_the_first_with_all_of_its_parameters()
    {
        Trial[] trials =
        [
            Finished.Trial(0, [1], ("A", Rate, 0.5), ("B", Kind, 0)),
            Finished.Trial(1, [1], ("A", Rate, 0.5), ("B", Kind, 1)),
            Finished.Trial(2, [1], ("A", Rate, 0.5)),
            Finished.Trial(3, [1], ("B", Kind, 0), ("A", Rate, 0.5)),
            Finished.Trial(4, [1], ("A", Rate, Math.BitIncrement(0.5)), ("B", Kind, 0)),
            Finished.Trial(5, [1], ("A", Rate, 0.5), ("B", Kind, 0)),
        ];
        DuplicateTrials duplicates = new(trials);
        Assert.Equal([null, null, null, 0, null, 0], trials.Select(duplicates.Find));
    }

    [Fact]
    public void Choices_in_another_order_are_compared_by_what_they_stand_for()
    {
        Trial[] trials = [Finished.Trial(0, [1], ("B", Kind, 0)), Finished.Trial(1, [1], ("B", new CategoricalDomain([1L, "1"]), 1))];
        Assert.Equal(0, new DuplicateTrials(trials).Find(trials[1]));
    }

    [Fact]
    public void Trials_without_parameters_repeat_nothing()
    {
        Trial[] trials = [Finished.Trial(0, [1]), Finished.Trial(1, [1])];
        Assert.Null(new DuplicateTrials(trials).Find(trials[1]));
    }
}
