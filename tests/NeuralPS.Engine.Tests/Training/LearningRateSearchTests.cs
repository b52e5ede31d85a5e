using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public sealed class LearningRateSearchTests
{
    // y = 3 x with x = 2 and x = -2: the mean of (y - w x - b)^2 has the curvatures 2 E[x^2] = 8 along w and 2 along b.
    private const double Threshold = 2.0 / 8;

    private static readonly Network Line = Network.Create(new Shape(1))
        .Add(new DenseLayer(1))
        .WithWeight("dense1", "weight", new Tensor(new Shape(1, 1), [0]))
        .WithWeight("dense1", "bias", new Tensor(new Shape(1), [0.5f]));

    private static readonly Dataset Points = new("line", new FloatRows([2, -2], new Shape(1)), targets: new FloatRows([6, -6], new Shape(1)));

    private static readonly TrainingOptions Descent = new() { BatchSize = 2, Optimizer = new SGD(), Seed = 1 };

    [Fact]
    public void Gradient_descent_on_a_parabola_diverges_beyond_two_over_the_curvature()
    {
        LearningRateResult result = LearningRateSearch.Run(Line, Points, Descent, 1e-5, 100);
        Assert.Equal(LearningRateEnd.Diverged, result.End);
        Assert.InRange(result.Suggestion!.Value, Threshold * 1e-3, Threshold);
        Assert.True(result.Records[^1].LearningRate > Threshold);
        Assert.True(result.Suggestion < result.Minimum);
        double lowest = result.Records.Skip(10).Min(record => record.SmoothedLoss);
        Assert.Equal(lowest, result.Records.First(record => record.LearningRate == result.Minimum).SmoothedLoss);
    }

    [Fact]
    public void Losses_are_those_of_descent_by_hand()
    {
        // Along each parabola: w - 3 shrinks by 1 - 8 eta with each update, b by 1 - 2 eta; L = 4 (w - 3)^2 + b^2.
        LearningRateResult result = LearningRateSearch.Run(Line, Points, Descent, 0.001, 0.1, 20);
        Assert.Equal(20, result.Records.Count);
        Assert.Equal(LearningRateEnd.Completed, result.End);
        (double w, double b) = (0, 0.5);
        double average = 0;
        for (int i = 0; i < 20; i++)
        {
            double rate = 0.001 * Math.Pow(100, i / 19.0);
            double loss = (4 * (w - 3) * (w - 3)) + (b * b);
            average = (0.9 * average) + (0.1 * loss);
            Assert.Equal(rate, result.Records[i].LearningRate, 1e-12);
            Assert.Equal(loss, result.Records[i].Loss, 1e-4);
            Assert.Equal(average / (1 - Math.Pow(0.9, i + 1)), result.Records[i].SmoothedLoss, 1e-4);
            w = 3 + ((w - 3) * (1 - (8 * rate)));
            b *= 1 - (2 * rate);
        }
    }

    [Fact]
    public void Rates_rise_exponentially_over_epochs_too()
    {
        LearningRateResult result = LearningRateSearch.Run(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(1), 1e-6, 1e-2, 41);
        Assert.Equal(41, result.Records.Count);
        Assert.Equal(1e-6, result.Records[0].LearningRate, 1e-12);
        Assert.Equal(1e-2, result.Records[40].LearningRate, 1e-12);
        for (int i = 1; i < 41; i++)
        {
            Assert.Equal(Math.Pow(10, 0.1), result.Records[i].LearningRate / result.Records[i - 1].LearningRate, 1e-9);
        }
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(string optimizer)
    {
        TrainingOptions options = TrainingFixture.Options(1, optimizer, 1);
        LearningRateResult one = LearningRateSearch.Run(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options, 1e-5, 10, 30);
        LearningRateResult two = LearningRateSearch.Run(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Threads = 2 }, 1e-5, 10, 30);
        LearningRateResult other = LearningRateSearch.Run(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Seed = 8 }, 1e-5, 10, 30);
        Assert.Equal(one.Records, two.Records);
        Assert.Equal(one.Suggestion, two.Suggestion);
        Assert.NotEqual(one.Records, other.Records);
    }

    [Fact]
    public void The_network_stays_as_it_is_and_its_training_does_not_matter()
    {
        Network trained = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2));
        Network twin = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2));
        LearningRateResult result = LearningRateSearch.Run(trained, TrainingFixture.Moons, new TrainingOptions { BatchSize = 64 }, steps: 20);
        TrainingFixture.AssertSameBits(twin, trained);
        Assert.Equal(2, trained.History.Length);
        Assert.Equal(2, trained.State!.CompletedEpochs);

        // What the training before chose goes on; its moments and counts do not.
        Network fresh = TrainingFixture.MoonNetwork.WithWeights(trained.Weights);
        LearningRateResult same = LearningRateSearch.Run(fresh, TrainingFixture.Moons, TrainingFixture.Options(1), steps: 20);
        Assert.Equal(same.Records, result.Records);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_it_without_a_record()
    {
        LearningRateResult result = LearningRateSearch.Run(Line, Points, Descent, 1e20, 1e35, 50);
        Assert.Equal(LearningRateEnd.NotFinite, result.End);
        Assert.All(result.Records, record => Assert.True(double.IsFinite(record.Loss)));
        Assert.Null(result.Suggestion);
    }

    [Fact]
    public void A_loss_that_only_comes_down_from_where_it_exploded_to_has_no_suggestion()
    {
        var curve = new LearningRateCurve(20);
        double[] losses = [1, 1, 10, 20, 30, 30, 25, 20, 15, 12, 10, 9, 8, 7, 6, 5, 5, 5, 5, 5];
        for (int i = 0; i < losses.Length; i++)
        {
            curve.Add(Math.Pow(10, i * 0.1), losses[i]);
        }

        LearningRateResult result = curve.Finish(LearningRateEnd.Completed);
        Assert.Null(result.Suggestion);
        Assert.NotNull(result.Minimum);
    }

    [Fact]
    public void Cancelled_it_gives_what_it_has()
    {
        using var cancellation = new CancellationTokenSource();
        LearningRateResult result = LearningRateSearch.Run(
            Line, Points, Descent, onStep: (step, _) => { if (step == 7) { cancellation.Cancel(); } }, cancellation: cancellation.Token);
        Assert.Equal(LearningRateEnd.Cancelled, result.End);
        Assert.Equal(7, result.Records.Count);
    }

    [Theory]
    [InlineData("LBFGS")]
    [InlineData("Perceptron")]
    public void Rules_without_a_rate_to_find_are_refused(string optimizer)
    {
        TrainingOptions options = Descent with { Optimizer = OptimizerCatalog.Create(optimizer) };
        var e = Assert.Throws<EngineException>(() => LearningRateSearch.Run(Line, Points, options));
        Assert.Equal("OptimizerHasNoSweep", e.ErrorId);
    }

    [Theory]
    [InlineData(0, 1, 100, "LearningRateRange")]
    [InlineData(1, 1, 100, "LearningRateRange")]
    [InlineData(double.NaN, 1, 100, "LearningRateRange")]
    [InlineData(1, double.PositiveInfinity, 100, "LearningRateRange")]
    [InlineData(0.1, 1, 9, "StepCountOutOfRange")]
    public void Ranges_are_checked(double minimum, double maximum, int steps, string id) =>
        Assert.Equal(id, Assert.Throws<EngineException>(() => LearningRateSearch.Run(Line, Points, Descent, minimum, maximum, steps)).ErrorId);

    [Fact]
    public void Training_with_the_suggestion_learns()
    {
        double rate = LearningRateSearch.Run(Line, Points, Descent).Suggestion!.Value;
        Network trained = TrainingFixture.Train(Line, Points, Descent with { Optimizer = new SGD { LearningRate = rate }, Epochs = 200 });
        Assert.True(trained.History[^1].Loss < 0.01 * trained.History[0].Loss);
    }
}
