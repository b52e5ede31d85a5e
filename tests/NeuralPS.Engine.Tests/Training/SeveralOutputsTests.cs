using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class SeveralOutputsTests
{
    // One output tells three classes apart, the other estimates two numbers; both read the same hidden layer.
    private static Network TwoHeads { get; } = Network.Create(new Shape(4))
        .Add(new DenseLayer(12) { Activation = TanhActivation.Instance, Name = "hidden" })
        .Add(new DenseLayer(3) { Activation = SoftmaxActivation.Instance, Name = "kind" }, ["hidden"])
        .Add(new DenseLayer(2) { Name = "size" }, ["hidden"]);

    // A row of targets: the class as one of three, then the two numbers.
    private static Dataset Mixed { get; } = CreateMixed();

    [Fact]
    public void Gradients_of_two_losses_with_weights_agree_with_differences()
    {
        var loss = new LossSet([CrossEntropy.Instance, Huber.Instance], [1, 0.3]);
        foreach (GradientCheckResult result in GradientCheck.Run(TwoHeads, Mixed, loss, elements: 30, seed: 4))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
        }
    }

    [Fact]
    public void Each_output_has_its_loss_and_its_metrics()
    {
        TrainingOptions options = TrainingFixture.Options(100) with { BatchSize = 16 };
        Network trained = TrainingFixture.Train(TwoHeads, Mixed, options);

        EpochRecord last = trained.History[^1];
        Assert.Equal("CrossEntropy, SquaredError", trained.LossName);
        Assert.Equal(["kind_Accuracy", "size_MAE"], last.Metrics.Select(metric => metric.Key));
        Assert.True(last.Metrics[0].Value > 0.9, $"accuracy {last.Metrics[0].Value}");
        Assert.True(last.Metrics[1].Value < 0.3, $"MAE {last.Metrics[1].Value}");
        Evaluation whole = Evaluator.Measure(trained, Mixed);
        double one = Evaluator.Measure(trained, Mixed, new LossSet([CrossEntropy.Instance, SquaredError.Instance], [1, 0])).Loss;
        double other = Evaluator.Measure(trained, Mixed, new LossSet([CrossEntropy.Instance, SquaredError.Instance], [0, 2])).Loss;
        Assert.Equal(whole.Loss, one + (other / 2), 1e-9);
    }

    [Fact]
    public void A_loss_of_weight_zero_teaches_nothing()
    {
        Network start = TwoHeads.Initialize(7);
        TrainingOptions options = TrainingFixture.Options(2, "SGD") with
        {
            Loss = new LossSet([CrossEntropy.Instance, SquaredError.Instance], [1, 0]),
        };
        Network trained = TrainingFixture.Train(start, Mixed, options);

        Assert.Equal(start.Weights["size.weight"].Data, trained.Weights["size.weight"].Data);
        Assert.NotEqual(start.Weights["kind.weight"].Data, trained.Weights["kind.weight"].Data);
    }

    [Fact]
    public void Labels_go_to_every_output_as_auxiliary_classifiers_want_it()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(16) { Activation = ReLUActivation.Instance, Name = "early" })
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance, Name = "aux" })
            .Add(new DenseLayer(16) { Activation = ReLUActivation.Instance }, ["early"])
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance, Name = "main" });
        TrainingOptions options = TrainingFixture.Options(20) with { Loss = new LossSet([CrossEntropy.Instance], [0.3, 1]) };
        Network trained = TrainingFixture.Train(network, TrainingFixture.Moons, options);

        Assert.Equal(["aux_Accuracy", "main_Accuracy"], trained.History[^1].Metrics.Select(metric => metric.Key));
        Assert.All(trained.History[^1].Metrics, metric => Assert.True(metric.Value > 0.7, $"{metric.Key} {metric.Value}"));
    }

    [Fact]
    public void Two_epochs_and_two_are_four_and_threads_do_not_matter()
    {
        TrainingOptions options = TrainingFixture.Options(2, threads: 1) with { BatchSize = 16 };
        Network four = TrainingFixture.Train(TwoHeads, Mixed, options with { Epochs = 4, Threads = 3 });
        TrainingFixture.AssertSameBits(four, TrainingFixture.Train(TrainingFixture.Train(TwoHeads, Mixed, options), Mixed, options));
    }

    [Fact]
    public void Targets_losses_and_weights_that_do_not_fit_the_outputs_are_refused()
    {
        var three = new Dataset("three", new FloatRows(new float[8], new Shape(4)), targets: new FloatRows(new float[8], new Shape(4)));

        AssertRefused("TargetShape", () => TrainingFixture.Train(TwoHeads, three, TrainingFixture.Options(1)));
        AssertRefused("LossCount", () => Evaluator.Measure(
            TwoHeads.Initialize(1), Mixed, new LossSet([CrossEntropy.Instance, SquaredError.Instance, Huber.Instance])));
        AssertRefused("LossWeightCount", () => Evaluator.Measure(TwoHeads.Initialize(1), Mixed, new LossSet([SquaredError.Instance], [1])));
        AssertRefused("LossWeightOutOfRange", () => _ = new LossSet([SquaredError.Instance], [-1, 1]));
    }

    private static void AssertRefused(string errorId, Action action) => Assert.Equal(errorId, Assert.ThrowsAny<EngineException>(action).ErrorId);

    private static Dataset CreateMixed()
    {
        var inputs = new float[90 * 4];
        var targets = new float[90 * 5];
        for (int row = 0; row < 90; row++)
        {
            int kind = row % 3;
            double a = Math.Sin(0.7 * row);
            double b = Math.Cos(1.3 * row);
            inputs[4 * row] = kind - 1;
            inputs[(4 * row) + 1] = kind == 1 ? 1 : 0;
            inputs[(4 * row) + 2] = (float)a;
            inputs[(4 * row) + 3] = (float)b;
            targets[(5 * row) + kind] = 1;
            targets[(5 * row) + 3] = (float)(a - b);
            targets[(5 * row) + 4] = (float)(a / 2);
        }

        return new Dataset("mixed", new FloatRows(inputs, new Shape(4)), targets: new FloatRows(targets, new Shape(5)));
    }
}
