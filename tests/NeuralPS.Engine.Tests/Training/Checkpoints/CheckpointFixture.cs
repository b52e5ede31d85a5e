using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Training.Checkpoints;

/// <summary>Trainings that are cut off, and what they leave.</summary>
internal static class CheckpointFixture
{
    /// <summary>A checkpoint after every batch.</summary>
    public static CheckpointOptions Every(string folder) =>
        new() { Folder = folder, EpochInterval = 0, TimeInterval = TimeSpan.FromTicks(1), Resumes = true };

    /// <summary>Cuts a training off after so many batches, without a chance to do anything in order.</summary>
    public static void TrainUntil(int batches, Network network, Dataset dataset, TrainingOptions options)
    {
        int seen = 0;
        var observer = new TrainingObserver { OnBatch = _ => seen = seen == batches ? throw new CutException() : seen + 1 };
        Assert.Throws<CutException>(() => Trainer.Train(network, dataset, options, observer));
    }

    /// <summary>The bytes of a network's file, without the times that no two trainings share.</summary>
    public static byte[] ToBytes(Network network)
    {
        Network timeless = network.WithTraining(
            network.Weights,
            network.State,
            [.. network.History.Select(record => record with { SamplesPerSecond = 0, Duration = TimeSpan.Zero })],
            network.Losses,
            network.ClassNames,
            network.Schema);
        (List<SafeTensor> tensors, Dictionary<string, string> metadata) = NetworkFile.Serialize(timeless);
        using var stream = new MemoryStream();
        SafeTensorsFile.Write(stream, tensors, metadata);
        return stream.ToArray();
    }

    /// <summary>The names of the files in a folder, hidden ones included, in order.</summary>
    public static string[] ListFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    internal sealed class CutException : Exception;
}
