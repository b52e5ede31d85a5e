using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Inspection;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Batch normalisation in training: its running statistics belong to the weights, but no optimizer trains them.</summary>
public sealed class BatchNormTrainingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    private static Network Moons { get; } = Network.Create(new Shape(2))
        .Add(new DenseLayer(16) { UseBias = false })
        .Add(new BatchNormLayer { Activation = ReLUActivation.Instance })
        .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });

    private static Network Digits { get; } = Network.Create(new Shape(28, 28, 1))
        .Add(new ConvLayer(20) { Stride = 2, UseBias = false })
        .Add(new BatchNormLayer { Activation = ReLUActivation.Instance })
        .Add(new ConvLayer(8) { Stride = 2, Padding = Padding.Same })
        .Add(new ActivationLayer(TanhActivation.Instance))
        .Add(new BatchNormLayer())
        .Add(new FlattenLayer())
        .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_bias_before_it_has_the_gradient_zero()
    {
        Network network = Network.Create(new Shape(6))
            .Add(new DenseLayer(20)).Add(new BatchNormLayer { Activation = TanhActivation.Instance }).Add(new DenseLayer(3));
        GradientCheckResult bias = GradientCheck.Run(network, Numbers(6), elements: 20, seed: 4)
            .Single(result => result.Tensor == "dense1.bias");
        Assert.Equal(20, bias.Checked);
        Assert.Equal(0, bias.MaximumError);
    }

    [Fact]
    public void The_gradient_couples_the_batch()
    {
        Check(Network.Create(new Shape(6))
            .Add(new DenseLayer(20) { UseBias = false })
            .Add(new BatchNormLayer { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(3)));
        Check(Network.Create(new Shape(6))
            .Add(new BatchNormLayer { UseScale = false, UseShift = false })
            .Add(new DenseLayer(5) { UseBias = false })
            .Add(new BatchNormLayer { UseShift = false, Activation = SiLUActivation.Instance })
            .Add(new DenseLayer(3)));
        Check(Network.Create(new Shape(6))
            .Add(new ReshapeLayer(new Shape(2, 3, 1)))
            .Add(new ConvLayer(18) { Padding = Padding.Same, UseBias = false })
            .Add(new BatchNormLayer { Activation = SiLUActivation.Instance })
            .Add(new ConvLayer(5) { Padding = Padding.Same, UseBias = false })
            .Add(new BatchNormLayer { UseScale = false })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(3)));
    }

    [Fact]
    public void Penalties_and_weight_decay_skip_it()
    {
        TrainingOptions options = TrainingFixture.Options(1) with
        {
            Penalty = new Penalty(10, 10), Optimizer = new AdamW { LearningRate = 1e-30, WeightDecay = 1e29 },
        };
        Network trained = TrainingFixture.Train(Moons, TrainingFixture.Moons, options);
        Assert.All(trained.Weights["batchnorm1.scale"].Data, value => Assert.Equal(1, value));
        Assert.All(trained.Weights["batchnorm1.mean"].Data, value => Assert.InRange(Math.Abs(value), 1e-9, 10));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        Network one = TrainingFixture.Train(Digits, TrainingFixture.Digits, TrainingFixture.Options(1, threads: 1));
        TrainingFixture.AssertSameBits(
            one, TrainingFixture.Train(Digits, TrainingFixture.Digits, TrainingFixture.Options(1, threads: threads)));
    }

    [Fact]
    public void A_file_within_an_epoch_changes_no_bit()
    {
        TrainingOptions options = TrainingFixture.Options(3) with { ValidationFraction = 0.2 };
        Network whole = TrainingFixture.Train(Moons, TrainingFixture.Moons, options);
        using var cancellation = new CancellationTokenSource();
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                if (batch is { Epoch: 2, Batch: 2 })
                {
                    cancellation.Cancel();
                }
            },
        };
        Network part = Trainer.Train(Moons, TrainingFixture.Moons, options, observer, cancellation.Token).Network;
        Assert.Equal((1, 2), (part.State!.CompletedEpochs, part.State.CompletedBatches));
        Assert.DoesNotContain(part.State.Slots.Keys, name => name.Contains("mean", StringComparison.Ordinal));
        Assert.Contains("batchnorm1.scale/0", part.State.Slots.Keys);
        NetworkFile.Write(part, _path, overwrite: false);
        Network rest = TrainingFixture.Train(NetworkFile.Read(_path), TrainingFixture.Moons, options with { Epochs = 2 });
        TrainingFixture.AssertSameBits(whole, rest);
        Assert.NotEqual(0, rest.Weights["batchnorm1.mean"].Data[0]);
        Assert.Equal(whole.History.Select(record => record.ValidationLoss), rest.History.Select(record => record.ValidationLoss));
    }

    [Fact]
    public void Early_stopping_brings_back_the_statistics_of_the_best_epoch()
    {
        TrainingOptions options = TrainingFixture.Options(60) with
        {
            Optimizer = new Adam { LearningRate = 0.3 }, ValidationFraction = 0.3, Patience = 3,
        };
        TrainingOutcome outcome = Trainer.Train(Moons, TrainingFixture.Moons, options);
        Assert.Equal(TrainingEnd.StoppedEarly, outcome.End);
        int best = outcome.Network.State!.EarlyStopping!.BestEpoch;
        Assert.True(best < outcome.Epoch);
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(Moons, TrainingFixture.Moons, options with { Patience = 0, Epochs = best }), outcome.Network);
    }

    [Fact]
    public void Validation_within_a_training_measures_as_afterwards()
    {
        TrainingOptions options = TrainingFixture.Options(2) with { ValidationDataset = TrainingFixture.Digits };
        Network trained = TrainingFixture.Train(Digits, TrainingFixture.Digits, options);
        Evaluation measured = Evaluator.Measure(trained, TrainingFixture.Digits);
        Assert.Equal(trained.History[^1].ValidationLoss, measured.Loss, 1e-5 * measured.Loss);
    }

    [Fact]
    public void It_learns_and_a_training_step_allocates_nothing()
    {
        long least = long.MaxValue;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                if (batch.Batch == 2)
                {
                    mark = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (batch.Batch == 5)
                {
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - mark);
                }
            },
        };
        TrainingOutcome outcome = Trainer.Train(Digits, TrainingFixture.Digits, TrainingFixture.Options(6, threads: 1), observer);
        Assert.Equal(0, least);
        Assert.InRange(outcome.Network.History[^1].Loss, 0, outcome.Network.History[0].Loss * 0.6);
    }

    [Fact]
    public void Networks_that_share_one_share_its_statistics()
    {
        Network twin = Network.Create(new Shape(2))
            .Add(new DenseLayer(4) { UseBias = false }).Add(new BatchNormLayer { Activation = TanhActivation.Instance });
        Network network = Network.Create(new Shape(4))
            .Add(new ReshapeLayer(new Shape(2, 1, 2)))
            .Add(new CroppingLayer(0, 1, 0, 0) { Name = "first" }).Add(new FlattenLayer { Name = "left" })
            .Add(new SubnetworkLayer(twin) { Name = "tower" })
            .Add(new CroppingLayer(1, 0, 0, 0) { Name = "second" }, ["reshape1"]).Add(new FlattenLayer { Name = "right" });
        network = network.Add(SubnetworkLayer.Share(network, "tower"))
            .Add(new MergeLayer(MergeMethod.Concatenate), ["tower", "network2"]).Add(new DenseLayer(3));
        Assert.Equal((8 + 8 + 27, 8), (network.ParameterCount, network.NonTrainableCount));
        Check(network, 4);
        Network trained = TrainingFixture.Train(network, Numbers(4), TrainingFixture.Options(3));
        Assert.NotEqual(0, trained.Weights["tower.batchnorm1.mean"].Data[0]);
    }

    [Fact]
    public void Totals_and_memory_know_what_is_not_trained()
    {
        Assert.Equal((32 + 32 + 34, 32), (Moons.ParameterCount, Moons.NonTrainableCount));
        Assert.EndsWith(
            "98 parameters (392 B), 32 not trained, 64 multiply-adds per sample", NetworkTable.Render(Moons), StringComparison.Ordinal);
        TrainingPlan plan = Trainer.Describe(Moons, TrainingFixture.Moons, TrainingFixture.Options(1));
        Assert.Equal(plan.Memory.Parameters - (2 * 16 * sizeof(float)), plan.Memory.Gradients);
        Assert.Equal(2 * plan.Memory.Gradients, plan.OptimizerBytes);
    }

    private static void Check(Network network, int inputs = 6)
    {
        IReadOnlyList<GradientCheckResult> results = GradientCheck.Run(network, Numbers(inputs), elements: 30, seed: 4);
        Assert.DoesNotContain(results, result => result.Tensor.EndsWith("mean", StringComparison.Ordinal));
        foreach (GradientCheckResult result in results)
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
            Assert.True(result.Checked > 0, $"{result.Tensor}: nothing but kinks");
        }
    }

    private static Dataset Numbers(int inputs) => new(
        "numbers", new FloatRows(Waves(9 * inputs, 1.7), new Shape(inputs)), targets: new FloatRows(Waves(9 * 3, 0.9), new Shape(3)));

    private static float[] Waves(int length, double step) => [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(step * i))];
}
