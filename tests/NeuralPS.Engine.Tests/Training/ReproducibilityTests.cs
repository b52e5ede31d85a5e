using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class ReproducibilityTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        Network one = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(2, threads: 1));
        Network many = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(2, threads: threads));
        TrainingFixture.AssertSameBits(one, many);
        Assert.Equal(one.History.Select(record => record.Loss), many.History.Select(record => record.Loss));
    }

    // Single samples go other ways through a layer than batches do; 300 digits make batches of 23 with one left over.
    [Theory]
    [InlineData("SGD", 1)]
    [InlineData("Momentum", 1)]
    [InlineData("SGD", 23)]
    public void Threads_do_not_matter_to_batches_of_one(string optimizer, int batch)
    {
        TrainingOptions options = TrainingFixture.Options(1, optimizer, threads: 1) with { BatchSize = batch };
        Network one = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        foreach (int threads in new[] { 2, 5 })
        {
            Network many = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Threads = threads });
            TrainingFixture.AssertSameBits(one, many);
        }
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Momentum")]
    [InlineData("Nesterov")]
    [InlineData("AdaGrad")]
    [InlineData("RMSprop")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void Two_epochs_and_then_three_are_the_same_bits_as_five(string optimizer)
    {
        Network whole = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(5, optimizer));
        Network part = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2, optimizer));
        Network rest = TrainingFixture.Train(part, TrainingFixture.Moons, new TrainingOptions { Epochs = 3, BatchSize = 64 });
        TrainingFixture.AssertSameBits(whole, rest);
        Assert.Equal(whole.History.Select(record => (record.Epoch, record.Loss)), rest.History.Select(record => (record.Epoch, record.Loss)));
    }

    [Fact]
    public void A_file_between_two_trainings_changes_no_bit()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Network whole = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(4));
            NetworkFile.Write(
                TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2)), path, overwrite: false);
            Network rest = TrainingFixture.Train(
                NetworkFile.Read(path), TrainingFixture.Moons, new TrainingOptions { Epochs = 2, BatchSize = 64 });
            TrainingFixture.AssertSameBits(whole, rest);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void Cancelled_within_an_epoch_it_continues_to_the_same_bits(int batches)
    {
        Network whole = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(3));
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        var observer = new TrainingObserver
        {
            OnBatch = _ =>
            {
                if (++seen == batches)
                {
                    cancellation.Cancel();
                }
            },
        };
        TrainingOutcome outcome = Trainer.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(3), observer, cancellation.Token);
        Assert.Equal(TrainingEnd.Cancelled, outcome.End);
        int left = 3 - outcome.Network.State!.CompletedEpochs;
        Network rest = TrainingFixture.Train(
            outcome.Network, TrainingFixture.Moons, new TrainingOptions { Epochs = left, BatchSize = 64 });
        TrainingFixture.AssertSameBits(whole, rest);
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        Network one = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(1));
        Network other = TrainingFixture.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(1) with { Seed = 8 });
        Assert.NotEqual(one.Weights["dense1.weight"].Data, other.Weights["dense1.weight"].Data);
    }

    [Fact]
    public void A_training_leaves_its_network_as_it_was()
    {
        Network network = TrainingFixture.MoonNetwork.Initialize(1);
        float[] before = [.. network.Weights["dense1.weight"].Data];
        TrainingFixture.Train(network, TrainingFixture.Moons, TrainingFixture.Options(2));
        Assert.Equal(before, network.Weights["dense1.weight"].Data);
        Assert.False(network.IsTrained);
        Assert.Empty(network.History);
    }
}
