using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

public sealed class SweepProcessTests : IDisposable
{
    private const int Total = 150;
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Processes_that_are_killed_again_and_again_make_the_trials_of_one_that_is_not()
    {
        using SweepBench whole = new();
        whole.Run(SweepBench.Definition("Random", "Median"), new SweepLimits { MaxTrial = Total });

        Random random = new(5);
        for (int round = 0; round < 5; round++)
        {
            // Slow enough that they cannot finish before they are killed, however late that is.
            using ChildProcess first = Start(pause: 100);
            using ChildProcess second = Start(pause: 100);
            await Growth(random.Next(1000, 8000));
            first.Kill();
            await Task.Delay(random.Next(30));
            second.Kill();
            await Task.WhenAll(first.Output, second.Output);
        }

        using ChildProcess last = Start();
        using ChildProcess beside = Start();
        await Task.WhenAll(last.Complete(), beside.Complete());
        Assert.Equal(whole.Describe(), _bench.Describe());

        // Some were really left behind and taken over.
        IReadOnlyList<Trial> trials = SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null);
        Assert.Contains(trials, trial => Lease.Of(trial) is { Attempt: > 1 });
    }

    /// <summary>Waits until the journal has grown by so much: the processes are at work.</summary>
    private async Task Growth(int bytes)
    {
        long Length() => File.Exists(_bench.Path) ? new FileInfo(_bench.Path).Length : 0;
        long until = Length() + bytes;
        for (int i = 0; i < 2000 && Length() < until; i++)
        {
            await Task.Delay(5);
        }
    }

    private ChildProcess Start(int pause = 0) => ChildProcess.StartHost("sweep-worker", _bench.Path, $"{Total}", $"{pause}");
}
