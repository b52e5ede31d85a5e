using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Augmentation;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class AugmentedTrainingTests
{
    private static readonly ImageAugmentation _all = new()
    {
        VerticalShift = 3, HorizontalShift = 2, FlipHorizontal = true, FlipVertical = true, Rotation = 20, Crop = 0.8, CutOut = 6,
    };

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_one_thread_and_on_four()
    {
        TrainingOptions options = TrainingFixture.Options(2, threads: 1) with { Augmentation = _all };
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options),
            TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Threads = 4 }));
    }

    [Fact]
    public void Two_epochs_and_two_are_four()
    {
        TrainingOptions options = TrainingFixture.Options(2) with { Augmentation = _all };
        Network twice = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Epochs = 4 }),
            TrainingFixture.Train(twice, TrainingFixture.Digits, options));
    }

    [Fact]
    public void A_data_set_of_copies_holds_what_the_first_epochs_see()
    {
        // Without shuffling and with plain gradient descent, an epoch on augmented images is an epoch on the copies of that epoch.
        TrainingOptions options = TrainingFixture.Options(1, "SGD") with { Augmentation = _all, Shuffle = false };
        Dataset copies = TrainingFixture.Digits.Augment(_all, copies: 2, seed: 7);
        Dataset second = copies.Select([.. Enumerable.Range(TrainingFixture.Digits.Count, TrainingFixture.Digits.Count)]);
        Network one = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        Network expected = TrainingFixture.Train(one, TrainingFixture.Digits, options);
        TrainingFixture.AssertSameBits(expected, TrainingFixture.Train(one, second, options with { Augmentation = null }));
        Assert.Equal(TrainingFixture.Digits.Labels!, second.Labels!);
    }

    [Fact]
    public void Validation_sees_the_images_as_they_are()
    {
        TrainingOptions options = TrainingFixture.Options(1) with { Augmentation = _all, ValidationDataset = TrainingFixture.Digits };
        Network trained = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        Assert.Equal(Evaluator.Measure(trained, TrainingFixture.Digits).Loss, trained.History[^1].ValidationLoss, 1e-6);
    }

    [Fact]
    public void What_cannot_be_augmented_is_refused()
    {
        AssertRefused("AugmentationNeedsImages", TrainingFixture.Options(1) with { Augmentation = _all }, TrainingFixture.MoonNetwork, TrainingFixture.Moons);
        AssertRefused("AugmentationTooLarge", TrainingFixture.Options(1) with { Augmentation = new ImageAugmentation { VerticalShift = 28 } });
        AssertRefused("AugmentationOutOfRange", TrainingFixture.Options(1) with { Augmentation = new ImageAugmentation { Crop = 0 } });
        AssertRefused("AugmentationOutOfRange", TrainingFixture.Options(1) with { Augmentation = new ImageAugmentation { Rotation = double.NaN } });
        AssertRefused("AugmentationDoesNotFit", new TrainingOptions { Augmentation = _all, Optimizer = OptimizerCatalog.Create("LBFGS") });
    }

    private static void AssertRefused(string errorId, TrainingOptions options, Network? network = null, Dataset? dataset = null) => Assert.Equal(
        errorId,
        Assert.Throws<EngineException>(
            () => TrainingFixture.Train(network ?? TrainingFixture.DigitNetwork, dataset ?? TrainingFixture.Digits, options)).ErrorId);
}
