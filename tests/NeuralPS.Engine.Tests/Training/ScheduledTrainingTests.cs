using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public sealed class ScheduledTrainingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public static TheoryData<string> Names => new(ScheduleCatalog.Names);

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Names))]
    public void Five_epochs_a_file_and_five_are_the_same_bits_as_ten(string name)
    {
        // Every epoch is a plateau: nothing improves by so much.
        LearningRateSchedule schedule = name == "Plateau"
            ? new PlateauSchedule { Patience = 2, Factor = 0.5, MinimumChange = 1000, WarmUp = 1 }
            : ScheduleCatalog.Create(name) with { WarmUp = 1.5 };
        TrainingOptions options = TrainingFixture.Options(10, "Momentum") with { Schedule = schedule };
        Network whole = Train(options);
        NetworkFile.Write(Train(options with { Epochs = 5 }), _path, overwrite: false);
        Network rest = TrainingFixture.Train(
            NetworkFile.Read(_path), TrainingFixture.Moons, new TrainingOptions { Epochs = 5, BatchSize = 64 });
        TrainingFixture.AssertSameBits(whole, rest);
        Assert.Equal(whole.History.Select(r => (r.Epoch, r.Loss, r.LearningRate)), rest.History.Select(r => (r.Epoch, r.Loss, r.LearningRate)));
        Assert.Equal(whole.State!.Schedule, rest.State!.Schedule);
        Assert.Equal(whole.State.Plateau, rest.State.Plateau);
    }

    [Fact]
    public void The_schedule_sets_the_rate_of_the_updates()
    {
        // A rate of nothing from the second epoch on: the weights stay where the first left them.
        TrainingOptions options = TrainingFixture.Options(1, "SGD");
        Network one = Train(options);
        Network three = Train(options with { Epochs = 3, Schedule = new StepSchedule { Period = 1, Factor = 1e-300 } });
        TrainingFixture.AssertSameBits(one, three);
        Assert.Equal([0.01, 0, 0], three.History.Select(record => Math.Round(record.LearningRate, 15)));
    }

    [Fact]
    public void The_record_has_the_rate_of_the_last_update()
    {
        // 200 samples in batches of 64 are four updates: the last one is at 0.75 epochs.
        Network network = Train(TrainingFixture.Options(1, "SGD") with { Schedule = new ExponentialSchedule { Factor = 0.5 } });
        Assert.Equal(0.01 * Math.Pow(0.5, 0.75), network.History[0].LearningRate, 15);
    }

    [Fact]
    public void A_plateau_is_as_many_epochs_as_the_patience_without_improvement()
    {
        // The first epoch is better than nothing; then two and two without an improvement.
        var schedule = new PlateauSchedule { Patience = 2, Factor = 0.1, MinimumChange = 1000 };
        Network network = Train(TrainingFixture.Options(6, "SGD") with { Schedule = schedule });
        double[] expected = [0.01, 0.01, 0.01, 0.001, 0.001, 0.0001];
        Assert.Equal(expected, network.History.Select(record => Math.Round(record.LearningRate, 12)));
        Assert.Equal("Loss", network.State!.Monitor);
    }

    [Fact]
    public void A_falling_loss_is_no_plateau()
    {
        Network network = Train(TrainingFixture.Options(6) with { Schedule = new PlateauSchedule { Patience = 1, MinimumChange = 0 } });
        double[] losses = [.. network.History.Select(record => record.Loss)];
        int rises = losses.Skip(1).Where((loss, i) => loss >= losses.Take(i + 1).Min()).Count();
        Assert.Equal(rises, network.State!.Plateau!.Reductions);
    }

    [Fact]
    public void Another_schedule_begins_where_it_is_given()
    {
        Network five = Train(TrainingFixture.Options(5, "SGD") with { Schedule = new StepSchedule { Period = 2 } });
        var options = new TrainingOptions { Epochs = 2, BatchSize = 64, Schedule = new StepSchedule { Period = 1, Factor = 0.5 } };
        Network seven = TrainingFixture.Train(five, TrainingFixture.Moons, options);
        Assert.Equal([0.01, 0.005], seven.History.Skip(5).Select(record => record.LearningRate));
        Network nine = TrainingFixture.Train(seven, TrainingFixture.Moons, options);
        Assert.Equal([0.0025, 0.00125], nine.History.Skip(7).Select(record => record.LearningRate));
        Network again = TrainingFixture.Train(seven, TrainingFixture.Moons, options with { RestartsSchedule = true });
        Assert.Equal([0.01, 0.005], again.History.Skip(7).Select(record => record.LearningRate));
    }

    [Fact]
    public void Cancelled_within_a_warm_up_it_continues_to_the_same_bits()
    {
        TrainingOptions options = TrainingFixture.Options(3) with { Schedule = new CosineSchedule { Length = 2, WarmUp = 1 } };
        Network whole = Train(options);
        using var cancellation = new CancellationTokenSource();
        var observer = new TrainingObserver { OnBatch = batch => cancellation.Cancel() };
        Network part = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options, observer, cancellation.Token).Network;
        Assert.Equal(1, part.State!.CompletedBatches);
        Network rest = TrainingFixture.Train(part, TrainingFixture.Moons, new TrainingOptions { Epochs = 3, BatchSize = 64 });
        TrainingFixture.AssertSameBits(whole, rest);
    }

    [Fact]
    public void A_file_without_schedule_says_nothing_of_one()
    {
        NetworkFile.Write(Train(TrainingFixture.Options(1)), _path, overwrite: false);
        string text = File.ReadAllText(_path);
        Assert.DoesNotContain("schedule", text, StringComparison.Ordinal);
        Assert.DoesNotContain("monitor", text, StringComparison.Ordinal);
        Assert.Equal(new ConstantSchedule(), NetworkFile.Read(_path).State!.Schedule);
    }

    private static Network Train(TrainingOptions options) => TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options);
}
