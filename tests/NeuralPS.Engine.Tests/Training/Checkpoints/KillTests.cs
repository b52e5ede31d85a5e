using System.Diagnostics;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tests.Formats;
using NeuralPS.Engine.Training;
using Xunit.Abstractions;

namespace NeuralPS.Engine.Tests.Training.Checkpoints;

public class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    [Fact]
    public void Killed_at_twenty_random_moments_it_ends_with_the_same_bits()
    {
        Network whole = Trainer.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, KilledTraining.Options).Network;
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        int torn = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            // Two batches take it at least one checkpoint further; the moment after them is anywhere in a batch or in a file.
            TrainAndKill(folder.Path, batches: random.Next(2, 15), wait: TimeSpan.FromMilliseconds(4 * random.NextDouble()));
            torn += CheckpointFixture.ListFiles(folder.Path).Count(name => name.EndsWith(".tmp", StringComparison.Ordinal));
        }

        output.WriteLine($"{torn} of {Kills} kills left a file half written.");
        using (Process last = Start(folder.Path))
        {
            last.StandardOutput.ReadToEnd();
            last.WaitForExit();
            Assert.Equal(0, last.ExitCode);
        }

        string[] files = CheckpointFixture.ListFiles(folder.Path);
        Assert.InRange(files.Length, 3, 4);
        Assert.All(files, name => Assert.StartsWith("network-epoch", name, StringComparison.Ordinal));
        Network resumed = NetworkFile.Read(folder.File("network-epoch00060.safetensors"));
        Assert.Equal(CheckpointFixture.ToBytes(whole), CheckpointFixture.ToBytes(resumed));
    }

    private static void TrainAndKill(string folder, int batches, TimeSpan wait)
    {
        using Process training = Start(folder);
        for (int batch = 0; batch < batches; batch++)
        {
            Assert.NotEqual(-1, training.StandardOutput.Read());
        }

        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < wait)
        {
            Thread.SpinWait(10);
        }

        // SIGKILL: no handler runs, no buffer is flushed.
        training.Kill();
        training.WaitForExit();
    }

    private static Process Start(string folder)
    {
        string tests = typeof(KillTests).Assembly.Location;
        string host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        foreach (string argument in new[] { "exec", "--runtimeconfig", Path.ChangeExtension(tests, ".runtimeconfig.json"), tests, "train", folder })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
