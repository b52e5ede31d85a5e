using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public sealed class EarlyStoppingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    // So large a rate that the loss goes up and down.
    private static TrainingOptions Wild { get; } = TrainingFixture.Options(60) with
    {
        Optimizer = new Engine.Optimizers.Adam { LearningRate = 0.3 }, ValidationFraction = 0.3, Patience = 4,
    };

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(null)]
    [InlineData("Loss")]
    [InlineData("validationaccuracy")]
    public void Without_improvement_the_network_of_the_best_epoch_comes_out(string? monitor)
    {
        TrainingOutcome outcome = Train(TrainingFixture.MoonNetwork, Wild with { Monitor = monitor });
        Assert.Equal(TrainingEnd.StoppedEarly, outcome.End);
        EarlyStoppingState state = outcome.Network.State!.EarlyStopping!;
        Assert.Equal(outcome.Epoch, state.BestEpoch + 4);
        Assert.Equal(outcome.Epoch, outcome.Network.History.Length);
        Assert.Equal(outcome.Epoch, outcome.Network.State.CompletedEpochs);
        Network best = Train(TrainingFixture.MoonNetwork, Wild with { Patience = 0, Epochs = state.BestEpoch }).Network;
        TrainingFixture.AssertSameBits(best, outcome.Network);
        double[] values = [.. outcome.Network.History.Select(record => monitor switch
        {
            null => -record.ValidationLoss,
            "Loss" => -record.Loss,
            _ => record.ValidationMetrics.Single().Value,
        })];
        Assert.Equal(values.Max(), values[state.BestEpoch - 1]);
        Assert.Equal(values.Max(), monitor is null or "Loss" ? -state.Best : state.Best);
    }

    [Fact]
    public void A_file_before_every_epoch_changes_no_bit()
    {
        TrainingOutcome whole = Train(TrainingFixture.MoonNetwork, Wild);
        TrainingOutcome part = Train(TrainingFixture.MoonNetwork, Wild with { Epochs = 1 });
        while (part.End == TrainingEnd.Completed)
        {
            NetworkFile.Write(part.Network, _path, overwrite: true);
            part = Train(NetworkFile.Read(_path), Wild with { Epochs = 1 });
        }

        Assert.Equal((whole.End, whole.Epoch), (part.End, part.Epoch));
        TrainingFixture.AssertSameBits(whole.Network, part.Network);
        Assert.Equal(whole.Network.State!.EarlyStopping, part.Network.State!.EarlyStopping);
    }

    [Fact]
    public void Cancelled_within_an_epoch_it_still_knows_the_best_weights()
    {
        TrainingOutcome whole = Train(TrainingFixture.MoonNetwork, Wild);
        int best = whole.Network.State!.EarlyStopping!.BestEpoch;
        using var cancellation = new CancellationTokenSource();
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                if (batch.Epoch == best + 1)
                {
                    cancellation.Cancel();
                }
            },
        };
        Network part = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, Wild, observer, cancellation.Token).Network;
        Assert.Equal(1, part.State!.CompletedBatches);
        NetworkFile.Write(part, _path, overwrite: false);
        TrainingOutcome rest = Train(NetworkFile.Read(_path), Wild);
        Assert.Equal((whole.End, whole.Epoch), (rest.End, rest.Epoch));
        TrainingFixture.AssertSameBits(whole.Network, rest.Network);
    }

    [Fact]
    public void Stopped_early_it_can_be_trained_further_and_keeps_the_best()
    {
        Network stopped = Train(TrainingFixture.MoonNetwork, Wild).Network;
        TrainingOutcome further = Train(stopped, Wild with { MinimumChange = 1000 });
        Assert.Equal(TrainingEnd.StoppedEarly, further.End);
        Assert.Equal(stopped.History.Length + 4, further.Network.History.Length);
        TrainingFixture.AssertSameBits(stopped, further.Network);
    }

    [Fact]
    public void A_minimum_change_counts_small_improvements_as_none()
    {
        TrainingOutcome outcome = Train(TrainingFixture.MoonNetwork, Wild with { MinimumChange = 1000 });
        Assert.Equal((TrainingEnd.StoppedEarly, 5), (outcome.End, outcome.Epoch));
        Assert.Equal(1, outcome.Network.State!.EarlyStopping!.BestEpoch);
    }

    [Fact]
    public void A_damaged_best_weight_is_refused()
    {
        Network network = Train(TrainingFixture.MoonNetwork, Wild with { MinimumChange = 1000, Epochs = 2 }).Network;
        NetworkFile.Write(network, _path, overwrite: false);
        byte[] bytes = File.ReadAllBytes(_path);
        int at = bytes.AsSpan().IndexOf("best/dense1.weight"u8);
        "best/dense9.weight"u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(_path, bytes);
        Assert.Equal("TensorUnknown", Assert.Throws<FileFormatException>(() => NetworkFile.Read(_path)).ErrorId);
    }

    [Fact]
    public void The_time_ends_the_training_with_the_epoch()
    {
        TrainingOptions options = TrainingFixture.Options(3);
        TrainingOutcome part = Train(TrainingFixture.MoonNetwork, options with { MaxDuration = TimeSpan.FromTicks(1) });
        Assert.Equal((TrainingEnd.TimeUp, 1), (part.End, part.Epoch));
        TrainingOutcome rest = Train(part.Network, options with { Epochs = 2, MaxDuration = TimeSpan.FromDays(1) });
        Assert.Equal(TrainingEnd.Completed, rest.End);
        TrainingFixture.AssertSameBits(Train(TrainingFixture.MoonNetwork, options).Network, rest.Network);
    }

    [Theory]
    [InlineData(3, 0, "Beauty", "UnknownMonitor")]
    [InlineData(3, 0, "ValidationLoss", "UnknownMonitor")]
    [InlineData(0, 0, "Loss", "MonitorUnused")]
    [InlineData(0, 0.1, null, "PatienceMissing")]
    [InlineData(-1, 0, null, "PatienceOutOfRange")]
    [InlineData(1, double.NaN, null, "MinimumChangeOutOfRange")]
    public void Options_that_do_not_go_together_are_errors(int patience, double change, string? monitor, string id)
    {
        TrainingOptions options = TrainingFixture.Options(1) with { Patience = patience, MinimumChange = change, Monitor = monitor };
        Assert.Equal(id, Assert.Throws<EngineException>(() => Train(TrainingFixture.MoonNetwork, options)).ErrorId);
    }

    private static TrainingOutcome Train(Network network, TrainingOptions options) => Trainer.Train(network, TrainingFixture.Moons, options);
}
