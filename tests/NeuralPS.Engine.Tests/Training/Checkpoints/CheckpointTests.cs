using System.Collections.Immutable;
using System.Reflection;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tests.Formats;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Training.Checkpoints;

public class CheckpointTests
{
    [Theory]
    [InlineData(12, 0, "net-epoch00012.safetensors")]
    [InlineData(12, 7, "net-epoch00013-batch00007.safetensors")]
    [InlineData(0, 1, "net-epoch00001-batch00001.safetensors")]
    [InlineData(123456, 1234567, "net-epoch123457-batch1234567.safetensors")]
    public void A_position_and_the_name_of_its_file_say_the_same(int epochs, int batches, string name)
    {
        var position = new CheckpointPosition(epochs, batches);
        Assert.Equal(name, position.GetFileName("net"));
        Assert.Equal(position, CheckpointPosition.Parse(name, "net"));
    }

    [Theory]
    [InlineData("net.safetensors")]
    [InlineData("net-epoch12.safetensors")]
    [InlineData("net-epoch00000.safetensors")]
    [InlineData("net-epoch00012.safetensors.bak")]
    [InlineData("net-epoch00012-batch7.safetensors")]
    [InlineData("net-epoch99999999999.safetensors")]
    [InlineData("other-epoch00012.safetensors")]
    [InlineData("net2-epoch00012.safetensors")]
    public void Other_names_are_no_checkpoints(string name) => Assert.Null(CheckpointPosition.Parse(name, "net"));

    [Fact]
    public void Positions_are_in_the_order_of_the_training()
    {
        CheckpointPosition[] positions = [new(2, 0), new(1, 9), new(1, 0), new(2, 1), new(10, 0)];
        Assert.Equal([new(1, 0), new(1, 9), new(2, 0), new(2, 1), new(10, 0)], positions.Order());
    }

    [Fact]
    public void Every_option_is_compared_unless_the_bits_do_not_depend_on_it()
    {
        string[] free = ["Epochs", "Threads", "MaxDuration", "Checkpoints", "RestartsSchedule"];
        ImmutableSortedDictionary<string, string> settings = CheckpointSettings.Describe(
            TrainingFixture.MoonNetwork,
            TrainingFixture.Moons,
            new TrainingOptions(),
            LossSet.FromLoss(LossCatalog.Get("CrossEntropy"))!,
            withContents: true);
        foreach (PropertyInfo property in typeof(TrainingOptions).GetProperties().Where(property => !free.Contains(property.Name)))
        {
            Assert.Contains(property.Name == "Penalty" ? "L2" : property.Name, settings.Keys);
        }
    }

    [Fact]
    public void A_disk_that_refuses_costs_a_warning_and_not_the_training()
    {
        using var folder = new TemporaryFolder();
        var warnings = new List<string>();
        var observer = new TrainingObserver
        {
            // Where the file of epoch 2 should be, there is a folder.
            OnEpoch = record => Directory.CreateDirectory(folder.File($"network-epoch0000{record.Epoch}.safetensors{(record.Epoch == 2 ? "" : ".x")}")),
            OnWarning = warnings.Add,
        };
        TrainingOutcome outcome = Trainer.Train(
            TrainingFixture.MoonNetwork,
            TrainingFixture.Moons,
            TrainingFixture.Options(3) with { Checkpoints = new CheckpointOptions { Folder = folder.Path } },
            observer);
        Assert.Equal(TrainingEnd.Completed, outcome.End);
        Assert.Contains("network-epoch00002.safetensors", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(["network-epoch00001.safetensors", "network-epoch00003.safetensors"], CheckpointFixture.ListFiles(folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_and_what_others_left_is_not()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(".network-epoch00002.safetensors.tmp"), "half");
        File.WriteAllText(folder.File(".network.lock"), "");
        File.WriteAllText(folder.File(".0123456789abcdef0123456789abcdef.tmp"), "another process is writing this");
        Trainer.Train(
            TrainingFixture.MoonNetwork,
            TrainingFixture.Moons,
            TrainingFixture.Options(1) with { Checkpoints = new CheckpointOptions { Folder = folder.Path, Resumes = true } });
        Assert.Equal([".0123456789abcdef0123456789abcdef.tmp", "network-epoch00001.safetensors"], CheckpointFixture.ListFiles(folder.Path));
    }

    [Fact]
    public void A_training_that_keeps_no_short_ones_makes_the_folder_only_for_its_first_checkpoint()
    {
        using var parent = new TemporaryFolder();
        string folder = Path.Combine(parent.Path, "trial");
        Dataset dataset = SyntheticDataset.Create(SyntheticKind.Moons, 50, 1);
        var rare = new CheckpointOptions
        {
            Folder = folder, EpochInterval = 0, TimeInterval = TimeSpan.FromHours(1), Count = 1, Resumes = true, KeepsShort = false,
        };
        TrainingOptions options = TrainingFixture.Options(3) with { Checkpoints = rare };
        Trainer.Train(TrainingFixture.MoonNetwork, dataset, options);
        Assert.False(Directory.Exists(folder));

        // Who listens hears of every checkpoint before its file is there.
        var files = new List<int>();
        var observer = new TrainingObserver { OnCheckpoint = () => files.Add(CheckpointFixture.ListFiles(parent.Path).Length) };
        Trainer.Train(TrainingFixture.MoonNetwork, dataset, options with { Checkpoints = rare with { TimeInterval = TimeSpan.FromTicks(1) } }, observer);
        Assert.Equal(0, files[0]);
        Assert.NotEmpty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Data_are_looked_at_once_and_only_for_a_checkpoint()
    {
        // As trials of a sweep have them: trainings that are through before the time leave none.
        using var folder = new TemporaryFolder();
        Dataset dataset = SyntheticDataset.Create(SyntheticKind.Moons, 50, 1);
        Dataset validation = SyntheticDataset.Create(SyntheticKind.Moons, 50, 2);
        var rare = new CheckpointOptions
        {
            Folder = folder.Path, EpochInterval = 0, TimeInterval = TimeSpan.FromHours(1), Count = 1, Resumes = true, KeepsShort = false,
        };
        TrainingOptions options = TrainingFixture.Options(2) with { ValidationDataset = validation, Checkpoints = rare };
        TrainingOutcome expected = Trainer.Train(TrainingFixture.MoonNetwork, dataset, options);
        Assert.Empty(CheckpointFixture.ListFiles(folder.Path));
        Assert.Equal((false, false), (dataset.Content.IsValueCreated, validation.Content.IsValueCreated));

        // A training that is cut off after the time was up continues from what it left.
        CheckpointOptions often = rare with { TimeInterval = TimeSpan.FromTicks(1) };
        CheckpointFixture.TrainUntil(1, TrainingFixture.MoonNetwork, dataset, options with { Checkpoints = often });
        Assert.Equal((true, true), (dataset.Content.IsValueCreated, validation.Content.IsValueCreated));
        Assert.Single(CheckpointFixture.ListFiles(folder.Path), name => !name.StartsWith('.'));
        var messages = new List<string>();
        TrainingOutcome resumed = Trainer.Train(
            TrainingFixture.MoonNetwork, dataset, options, new TrainingObserver { OnMessage = messages.Add });
        Assert.Contains(messages, message => message.Contains("continues after", StringComparison.Ordinal));
        Assert.Equal(CheckpointFixture.ToBytes(expected.Network), CheckpointFixture.ToBytes(resumed.Network));
        Assert.Equal("CheckpointDiffers", Assert.Throws<EngineException>(
            () => Trainer.Train(TrainingFixture.MoonNetwork, validation, options)).ErrorId);
    }

    [Fact]
    public void The_memory_is_told_before_it_is_taken_and_also_of_a_training_that_is_complete()
    {
        using var folder = new TemporaryFolder();
        TrainingOptions options = TrainingFixture.Options(2) with { Checkpoints = new CheckpointOptions { Folder = folder.Path, Resumes = true } };
        long expected = Trainer.Describe(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options).TotalBytes;
        for (int run = 0; run < 2; run++)
        {
            List<long> told = [];
            int epochs = 0;
            var observer = new TrainingObserver
            {
                OnPlanned = told.Add,
                OnEpoch = _ =>
                {
                    Assert.Single(told);
                    epochs++;
                },
            };
            Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, options, observer);
            Assert.Equal([expected], told);
            Assert.Equal(run == 0 ? 2 : 0, epochs);
        }
    }

    [Fact]
    public void The_memory_that_is_asked_for_counts_the_optimizer_and_copies()
    {
        TrainingPlan sgd = Trainer.Describe(TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(1, "SGD"));
        TrainingPlan adam = Trainer.Describe(TrainingFixture.DigitNetwork, TrainingFixture.Digits, TrainingFixture.Options(1));
        Assert.Equal(0, sgd.OptimizerBytes);
        Assert.Equal(2 * sgd.Memory.Parameters, sgd.CopyBytes);
        Assert.Equal(2 * adam.Memory.Parameters, adam.OptimizerBytes);
        Assert.Equal(2 * (adam.Memory.Parameters + adam.OptimizerBytes), adam.CopyBytes);
        Assert.Equal(sgd.TotalBytes + (6 * sgd.Memory.Parameters), adam.TotalBytes);
        Assert.Throws<EngineException>(() => Plan.Create(TrainingFixture.DigitNetwork, 1, true, [], _ => 1L << 60).Dispose());
    }
}
