using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class TrainerTests
{
    [Theory]
    [InlineData(SyntheticKind.And, true)]
    [InlineData(SyntheticKind.Or, true)]
    [InlineData(SyntheticKind.Xor, false)]
    public void The_perceptron_rule_learns_what_a_line_separates_and_says_when_it_does_not(SyntheticKind table, bool separable)
    {
        Network unit = Network.Create(new Shape(2))
            .Add(new DenseLayer(1) { Activation = SignActivation.Instance, WeightInitializer = ZerosInitializer.Instance });
        Dataset data = SyntheticDataset.Create(table, 4, 0, signed: true);
        TrainingOutcome outcome = Trainer.Train(
            unit, data, new TrainingOptions { Epochs = 50, BatchSize = 1, Optimizer = new PerceptronRule() });
        Assert.Equal(separable ? TrainingEnd.Converged : TrainingEnd.NotConverged, outcome.End);
        double accuracy = Evaluator.Measure(outcome.Network, data).Metrics.Single().Value;
        Assert.Equal(separable, accuracy == 1);
    }

    [Fact]
    public void One_linear_unit_finds_the_least_squares_line()
    {
        float[] x = [0, 1, 2, 3, 4, 5];
        float[] y = [1.1f, 2.9f, 5.2f, 6.8f, 9.1f, 11];
        double meanX = x.Average();
        double meanY = y.Average();
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        var data = new Dataset("line", new FloatRows(x, new Shape(1)), targets: new FloatRows(y, new Shape(1)));
        Network trained = Trainer.Train(
            Network.Create(new Shape(1)).Add(new DenseLayer(1)),
            data,
            new TrainingOptions { Epochs = 3000, BatchSize = 0, Optimizer = new Momentum { LearningRate = 0.02 } }).Network;
        Assert.Equal(slope, trained.Weights["dense1.weight"].Data[0], 1e-3);
        Assert.Equal(meanY - (slope * meanX), trained.Weights["dense1.bias"].Data[0], 1e-3);
    }

    [Fact]
    public void Penalties_shrink_weights_and_leave_biases_alone()
    {
        // With inputs of zero the loss has no gradient in W: one step of SGD shows the penalty alone.
        var data = new Dataset("zeros", new FloatRows(new float[4], new Shape(1)), targets: new FloatRows(new float[4], new Shape(1)));
        Network network = Network.Create(new Shape(1)).Add(new DenseLayer(1) { Penalty = new Penalty(0.25, 0.5) })
            .WithWeight("dense1", "weight", new Tensor(new Shape(1, 1), [2]))
            .WithWeight("dense1", "bias", new Tensor(new Shape(1), [0]));
        Network trained = Trainer.Train(
            network, data, new TrainingOptions { Epochs = 1, BatchSize = 0, Optimizer = new SGD { LearningRate = 0.1 } }).Network;
        Assert.Equal(2 - (0.1 * (0.25 + (0.5 * 2))), trained.Weights["dense1.weight"].Data[0], 1e-6);
        Assert.Equal(0, trained.Weights["dense1.bias"].Data[0]);
    }

    [Fact]
    public void The_gradient_is_clipped_to_its_norm()
    {
        var data = new Dataset("one", new FloatRows([3, 4], new Shape(2)), targets: new FloatRows([-1000], new Shape(1)));
        Network network = Network.Create(new Shape(2)).Add(new DenseLayer(1) { UseBias = false, WeightInitializer = ZerosInitializer.Instance });
        Network trained = Trainer.Train(
            network, data, new TrainingOptions { Epochs = 1, BatchSize = 1, ClipNorm = 1, Optimizer = new SGD { LearningRate = 1 } }).Network;
        Assert.Equal([-0.6f, -0.8f], trained.Weights["dense1.weight"].Data.Select(w => MathF.Round(w, 5)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_the_training_and_keeps_the_last_good_weights()
    {
        Network network = Network.Create(new Shape(2)).Add(new DenseLayer(8)).Add(new DenseLayer(1));
        Dataset numbers = new("numbers", TrainingFixture.Moons.Inputs, targets: new FloatRows(new float[200], new Shape(1)));
        TrainingOutcome outcome = Trainer.Train(
            network, numbers, new TrainingOptions { Epochs = 50, BatchSize = 10, Optimizer = new SGD { LearningRate = 1e6 } });
        Assert.Equal(TrainingEnd.Diverged, outcome.End);
        Assert.Equal(1, outcome.Epoch);
        Assert.True(outcome.Batch > 1);
        Assert.All(outcome.Network.Weights["dense1.weight"].Data, weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void A_training_that_diverges_gives_the_network_before_that_epoch_to_the_bit()
    {
        var data = new Dataset("line", new FloatRows([2, -2, 1, 3], new Shape(1)), targets: new FloatRows([6, -6, 3, 9], new Shape(1)));
        Network line = Network.Create(new Shape(1)).Add(new DenseLayer(1));
        var options = new TrainingOptions { Epochs = 50, BatchSize = 1, Seed = 3, Optimizer = new Momentum { LearningRate = 1 } };
        TrainingOutcome diverged = Trainer.Train(line, data, options);
        Assert.Equal(TrainingEnd.Diverged, diverged.End);
        Assert.InRange(diverged.Epoch, 3, 20);
        Network before = Trainer.Train(line, data, options with { Epochs = diverged.Epoch - 1 }).Network;
        Assert.Equal(before.Weights["dense1.weight"].Data, diverged.Network.Weights["dense1.weight"].Data);
        Assert.Equal(before.State!.UpdateCount, diverged.Network.State!.UpdateCount);
        Assert.Equal(before.State.Slots["dense1.weight/0"].Data, diverged.Network.State.Slots["dense1.weight/0"].Data);
        Assert.Equal(before.History.Select(record => record.Loss), diverged.Network.History.Select(record => record.Loss));
    }

    [Fact]
    public void Validation_equals_measuring_the_network_that_comes_out()
    {
        Dataset validation = SyntheticDataset.Create(SyntheticKind.Moons, 77, 5);
        Network trained = TrainingFixture.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2) with { ValidationDataset = validation });
        Evaluation evaluation = Evaluator.Measure(trained, validation);
        EpochRecord last = trained.History[^1];
        Assert.Equal(evaluation.Loss, last.ValidationLoss);
        Assert.Equal(evaluation.Metrics.AsEnumerable(), last.ValidationMetrics.AsEnumerable());
    }

    [Fact]
    public void Softmax_at_the_end_and_logits_at_the_end_are_the_same_training()
    {
        Network softmax = Network.Create(new Shape(2)).Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance, WeightInitializer = ZerosInitializer.Instance });
        Network logits = Network.Create(new Shape(2)).Add(new DenseLayer(2) { WeightInitializer = ZerosInitializer.Instance });
        Network one = TrainingFixture.Train(softmax, TrainingFixture.Moons, TrainingFixture.Options(2));
        Network other = TrainingFixture.Train(logits, TrainingFixture.Moons, TrainingFixture.Options(2));
        TrainingFixture.AssertSameBits(one, other);
        Assert.Equal(Evaluator.Measure(one, TrainingFixture.Moons).Loss, Evaluator.Measure(other, TrainingFixture.Moons).Loss);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        var error = Assert.Throws<ShapeException>(() => TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Moons, new TrainingOptions()));
        Assert.Contains("28x28x1", error.Message, StringComparison.Ordinal);
        Network narrow = Network.Create(new Shape(28, 28, 1)).Add(new FlattenLayer()).Add(new DenseLayer(3));
        error = Assert.Throws<ShapeException>(() => TrainingFixture.Train(narrow, TrainingFixture.Digits, new TrainingOptions()));
        Assert.Contains("10 classes", error.Message, StringComparison.Ordinal);
        Assert.Equal("NothingToLearn", Assert.Throws<EngineException>(
            () => TrainingFixture.Train(Network.Create(new Shape(2)), TrainingFixture.Moons, new TrainingOptions())).ErrorId);
        Assert.Equal("MetricDoesNotFit", Assert.Throws<EngineException>(() => TrainingFixture.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, new TrainingOptions { Metrics = [MetricCatalog.Get("R2")] })).ErrorId);
    }

    [Fact]
    public void A_described_training_takes_the_memory_that_it_says()
    {
        TrainingPlan plan = Trainer.Describe(TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(2));
        long parameters = TrainingFixture.DigitNetwork.ParameterCount * sizeof(float);
        Assert.InRange(plan.Memory.Parameters, parameters, parameters * 1.1);
        Assert.Equal(plan.Memory.Parameters * 2, plan.OptimizerBytes);
        Assert.Equal(5, plan.BatchesPerEpoch);
        Assert.Equal("CrossEntropy", plan.Loss);
    }

    [Fact]
    public void Metrics_of_standardised_targets_are_in_their_own_units()
    {
        Dataset raw = SyntheticDataset.Create(SyntheticKind.Linear, 200, 1);
        Network start = Network.Create(new Shape(1)).Add(new DenseLayer(1) { WeightInitializer = ZerosInitializer.Instance }).Initialize(0);
        Dataset standardised = NeuralPS.Engine.Data.Transforms.DatasetTransforms.StandardizeTargets(raw);
        double error = Evaluator.Measure(start, standardised).Metrics.Single().Value;
        // The network puts out 0, which stands for the mean of the targets.
        var targets = raw.Targets!.ToArray();
        Assert.Equal(targets.Average(y => Math.Abs(y - targets.Average())), error, 0.01);
    }

    [Fact]
    public void Cross_entropy_of_a_single_output_is_refused_since_it_is_always_zero()
    {
        Network network = Network.Create(new Shape(1)).Add(new DenseLayer(1));
        Dataset line = SyntheticDataset.Create(SyntheticKind.Linear, 20, 1);
        var error = Assert.Throws<EngineException>(() => TrainingFixture.Train(
            network, line, TrainingFixture.Options(1) with { Loss = LossCatalog.Get("CrossEntropy") }));
        Assert.Equal("LossDoesNotFit", error.ErrorId);
        Assert.Contains("'dense1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_can_be_chosen_and_is_remembered()
    {
        Network trained = TrainingFixture.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(1) with { Loss = LossCatalog.Get("SquaredError") });
        Assert.Equal("SquaredError", trained.LossName);
        Assert.Equal("SquaredError", TrainingFixture.Train(trained, TrainingFixture.Moons, new TrainingOptions { Epochs = 1 }).LossName);
    }
}
