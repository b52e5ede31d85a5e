using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Training.Checkpoints;

/// <summary>The training that <see cref="KillTests"/> kills: the test assembly is its own host, <c>dotnet exec ... train folder</c>.</summary>
internal static class KilledTraining
{
    private const int Epochs = 60;

    /// <summary>All in one: momentum and variance, random masks, a moving rate, weights that are kept aside, sums within epochs.</summary>
    public static TrainingOptions Options { get; } = TrainingFixture.Options(Epochs) with
    {
        BatchSize = 32,
        Optimizer = new AdamW { LearningRate = 0.01 },
        Schedule = new OneCycleSchedule { Length = Epochs },
        Patience = Epochs,
        ValidationDataset = SyntheticDataset.Create(SyntheticKind.Moons, 50, 9),
        Threads = 1,
    };

    /// <summary>Trains, with a dot for each batch.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not ["train", string folder])
        {
            Console.Error.WriteLine("These are tests: run dotnet test.");
            return 1;
        }

        // As often as can be, so that there is hardly a moment at which nothing is being written.
        var checkpoints = new CheckpointOptions
        {
            Folder = folder, EpochInterval = 0, TimeInterval = TimeSpan.FromTicks(1), Count = 3, Resumes = true,
        };
        using Stream output = Console.OpenStandardOutput();
        var observer = new TrainingObserver { OnBatch = _ => output.Write("."u8) };
        TrainingOutcome outcome = Trainer.Train(
            TrainingFixture.MoonNetwork, TrainingFixture.Moons, Options with { Checkpoints = checkpoints }, observer);
        return outcome.End == TrainingEnd.Completed ? 0 : 2;
    }
}
