using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Formats;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Training.Checkpoints;

public class ResumeTests
{
    // Moons has 200 samples: 4 batches of 64.
    private const int Epochs = 4;
    private const int Batches = 4 * Epochs;

    private static readonly Dataset _validation = SyntheticDataset.Create(SyntheticKind.Moons, 60, 9);

    public static TheoryData<string> Settings =>
        ["Adam", "Momentum", "AdamW with a cosine", "one cycle", "plateau", "early stopping", "early stopping that stops", "rising metric",
        "exponential average", "uniform average"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Cut_off_after_any_batch_it_continues_to_the_same_bits(string settings)
    {
        TrainingOptions options = Create(settings);
        TrainingOutcome whole = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options);
        byte[] expected = CheckpointFixture.ToBytes(whole.Network);
        int batches = whole.Epoch * 4;
        int step = settings == "early stopping" ? 1 : 3;
        for (int cut = 0; cut < batches; cut += step)
        {
            using var folder = new TemporaryFolder();
            CheckpointOptions every = CheckpointFixture.Every(folder.Path);
            CheckpointFixture.TrainUntil(
                cut, TrainingFixture.MoonNetwork, TrainingFixture.Moons, options with { Checkpoints = every });
            TrainingOutcome resumed = Trainer.Train(
                TrainingFixture.MoonNetwork,
                TrainingFixture.Moons,
                options with { Checkpoints = every with { EpochInterval = 2, TimeInterval = null } });
            Assert.Equal(whole.End, resumed.End);
            Assert.Equal(expected, CheckpointFixture.ToBytes(resumed.Network));
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Cut_off_again_and_again_within_epochs_it_continues_to_the_same_bits(string settings)
    {
        TrainingOptions options = Create(settings);
        TrainingOutcome whole = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options);
        using var folder = new TemporaryFolder();
        TrainingOptions kept = options with { Checkpoints = CheckpointFixture.Every(folder.Path) };
        for (int cut = 0; cut < (whole.Epoch * 4) - 2; cut += 2)
        {
            // The batch after which it is cut has no checkpoint yet: two batches are one step forward.
            CheckpointFixture.TrainUntil(2, TrainingFixture.MoonNetwork, TrainingFixture.Moons, kept);
        }

        TrainingOutcome resumed = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, kept);
        Assert.Equal(CheckpointFixture.ToBytes(whole.Network), CheckpointFixture.ToBytes(resumed.Network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cut_off_between_checkpoints_of_whole_epochs_it_continues_to_the_same_bits(int interval)
    {
        TrainingOptions options = Create("Adam");
        Network whole = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options);
        for (int cut = 1; cut < Batches; cut += 3)
        {
            using var folder = new TemporaryFolder();
            TrainingOptions kept = options with
            {
                Checkpoints = new CheckpointOptions { Folder = folder.Path, EpochInterval = interval, Resumes = true },
            };
            CheckpointFixture.TrainUntil(cut, TrainingFixture.MoonNetwork, TrainingFixture.Moons, kept);
            Network resumed = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, kept);
            Assert.Equal(CheckpointFixture.ToBytes(whole), CheckpointFixture.ToBytes(resumed));
        }
    }

    // The step of a single sample is taken together with the next sample, unless a checkpoint comes between.
    [Fact]
    public void Single_samples_are_resumed_with_the_last_step()
    {
        Network network = Network.Create(new Shape(28, 28, 1))
            .Add(new FlattenLayer())
            .Add(new DenseLayer(24) { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });
        Dataset digits = TrainingFixture.Digits.Select([.. Enumerable.Range(0, 7)]);
        TrainingOptions options = TrainingFixture.Options(2, "SGD") with { BatchSize = 1 };
        Network whole = TrainingFixture.Train(network, digits, options);
        for (int cut = 1; cut < 14; cut++)
        {
            using var folder = new TemporaryFolder();
            TrainingOptions kept = options with { Checkpoints = CheckpointFixture.Every(folder.Path) };
            CheckpointFixture.TrainUntil(cut, network, digits, kept);
            Assert.Equal(CheckpointFixture.ToBytes(whole), CheckpointFixture.ToBytes(TrainingFixture.Train(network, digits, kept)));
        }
    }

    [Fact]
    public void Running_statistics_and_class_weights_are_resumed()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(8)).Add(new BatchNormLayer()).Add(new ActivationLayer(ReLUActivation.Instance))
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(3) with { ClassWeights = ClassWeights.Balanced, LabelSmoothing = 0.1 };
        Network whole = TrainingFixture.Train(network, TrainingFixture.Moons, options);
        for (int cut = 1; cut < 12; cut += 2)
        {
            using var folder = new TemporaryFolder();
            TrainingOptions kept = options with { Checkpoints = CheckpointFixture.Every(folder.Path) };
            CheckpointFixture.TrainUntil(cut, network, TrainingFixture.Moons, kept);
            Network resumed = TrainingFixture.Train(network, TrainingFixture.Moons, kept);
            Assert.Equal(CheckpointFixture.ToBytes(whole), CheckpointFixture.ToBytes(resumed));
        }
    }

    [Fact]
    public void The_curvature_of_LBFGS_is_resumed()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(8) { Activation = TanhActivation.Instance }).Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(8, "LBFGS");
        Network whole = TrainingFixture.Train(network, TrainingFixture.Moons, options);
        for (int cut = 1; cut < 8; cut++)
        {
            using var folder = new TemporaryFolder();
            TrainingOptions kept = options with { Checkpoints = CheckpointFixture.Every(folder.Path) };
            int epochs = 0;
            var observer = new TrainingObserver { OnEpoch = _ => epochs = ++epochs > cut ? throw new CheckpointFixture.CutException() : epochs };
            Assert.Throws<CheckpointFixture.CutException>(() => Trainer.Train(network, TrainingFixture.Moons, kept, observer));
            Network resumed = TrainingFixture.Train(network, TrainingFixture.Moons, kept);
            Assert.Equal(CheckpointFixture.ToBytes(whole), CheckpointFixture.ToBytes(resumed));
        }
    }

    [Fact]
    public void A_trained_network_is_trained_further_and_resumed()
    {
        Network five = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(5));
        Network nine = TrainingFixture.Train(five, TrainingFixture.Moons, TrainingFixture.Options(4));
        using var folder = new TemporaryFolder();
        TrainingOptions kept = TrainingFixture.Options(4) with { Checkpoints = CheckpointFixture.Every(folder.Path) };
        CheckpointFixture.TrainUntil(6, five, TrainingFixture.Moons, kept);
        Network resumed = TrainingFixture.Train(five, TrainingFixture.Moons, kept);
        Assert.Equal(9, resumed.History.Length);
        Assert.Equal(CheckpointFixture.ToBytes(nine), CheckpointFixture.ToBytes(resumed));
    }

    [Fact]
    public void The_perceptron_rule_converges_in_the_same_epoch()
    {
        Dataset data = SyntheticDataset.Create(SyntheticKind.And, 4, 0, signed: true);
        Network unit = Network.Create(new Shape(2)).Add(new DenseLayer(1)
        {
            Activation = SignActivation.Instance,
            WeightInitializer = ZerosInitializer.Instance,
        });
        var options = new TrainingOptions { Epochs = 50, BatchSize = 1, Optimizer = new PerceptronRule() };
        TrainingOutcome whole = Trainer.Train(unit, data, options);
        for (int cut = 1; cut < whole.Epoch * 4; cut++)
        {
            using var folder = new TemporaryFolder();
            TrainingOptions kept = options with { Checkpoints = CheckpointFixture.Every(folder.Path) };
            CheckpointFixture.TrainUntil(cut, unit, data, kept);
            TrainingOutcome resumed = Trainer.Train(unit, data, kept);
            Assert.Equal((TrainingEnd.Converged, whole.Epoch), (resumed.End, resumed.Epoch));
            Assert.Equal(CheckpointFixture.ToBytes(whole.Network), CheckpointFixture.ToBytes(resumed.Network));
        }
    }

    [Theory]
    [InlineData("Accuracy")]
    [InlineData("F1")]
    [InlineData("AUC")]
    [InlineData("Top5Accuracy")]
    public void The_record_of_a_cut_epoch_covers_all_of_it_for_classes(string metric) =>
        AssertRecordCovers(TrainingFixture.MoonNetwork, TrainingFixture.Moons, metric);

    [Theory]
    [InlineData("MAE")]
    [InlineData("RMSE")]
    [InlineData("R2")]
    public void The_record_of_a_cut_epoch_covers_all_of_it_for_numbers(string metric)
    {
        Dataset line = SyntheticDataset.Create(SyntheticKind.Linear, 200, 1);
        AssertRecordCovers(Network.Create(line.InputShape).Add(new DenseLayer(1)), line, metric);
    }

    private static void AssertRecordCovers(Network network, Dataset dataset, string metric)
    {
        TrainingOptions options = TrainingFixture.Options(1) with { Metrics = [MetricCatalog.Get(metric)] };
        EpochRecord whole = TrainingFixture.Train(network, dataset, options).History[0];
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        var observer = new TrainingObserver
        {
            OnBatch = _ =>
            {
                if (++seen == 2)
                {
                    cancellation.Cancel();
                }
            },
        };
        Network part = Trainer.Train(network, dataset, options, observer, cancellation.Token).Network;
        using var folder = new TemporaryFolder();
        string path = folder.File("part.safetensors");
        NetworkFile.Write(part, path, overwrite: false);
        EpochRecord rest = TrainingFixture.Train(NetworkFile.Read(path), dataset, options).History[0];
        Assert.Equal(whole.Loss, rest.Loss);
        Assert.Equal(whole.Metrics.AsEnumerable(), rest.Metrics.AsEnumerable());
    }

    private static TrainingOptions Create(string settings)
    {
        TrainingOptions options = TrainingFixture.Options(Epochs) with { Threads = 1 };
        return settings switch
        {
            "Adam" => options with { ValidationDataset = _validation },
            "Momentum" => options with { Optimizer = new Momentum { LearningRate = 0.05 }, ClipNorm = 1, Penalty = new Penalty(0.001, 0.001) },
            "AdamW with a cosine" => options with
            {
                Optimizer = new AdamW(), Schedule = new CosineSchedule { Length = Epochs, WarmUp = 1 }, RestartsSchedule = true,
            },
            "one cycle" => options with { Schedule = new OneCycleSchedule { Length = Epochs } },
            "plateau" => options with { Schedule = new PlateauSchedule { Patience = 1, MinimumChange = 0.1 }, ValidationFraction = 0.2, BatchSize = 40 },
            "early stopping" => options with { Patience = 3, ValidationDataset = _validation, Optimizer = new Adam { LearningRate = 0.05 } },
            "early stopping that stops" => options with { Epochs = 20, Patience = 1, MinimumChange = 0.05, ValidationDataset = _validation },
            "rising metric" => options with { Patience = 2, Monitor = "Accuracy", Metrics = [MetricCatalog.Get("Accuracy"), MetricCatalog.Get("AUC")] },
            "exponential average" => options with
            {
                Averaging = new WeightAveraging(AveragingMethod.Exponential) { Decay = 0.9 }, ValidationDataset = _validation,
            },
            "uniform average" => options with
            {
                Averaging = new WeightAveraging(AveragingMethod.Uniform) { Start = 2 }, Patience = 2, ValidationDataset = _validation,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
    }
}
