using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

public sealed class SweepRunnerTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public static TheoryData<string, string> Methods => new()
    {
        { "Random", "None" }, { "Random", "Median" }, { "Random", "ASHA" }, { "TPE", "None" }, { "TPE", "Hyperband" }, { "Sobol", "Percentile" },
    };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void One_worker_two_and_eight_make_the_same_trials(string sampler, string pruner)
    {
        SweepDefinition definition = SweepBench.Definition(sampler, pruner);
        string[] alone = Describe(1);
        Assert.Equal(40, alone.Length);
        Assert.Equal(alone, Describe(2));
        Assert.Equal(alone, Describe(8));
        Assert.True(pruner == "None" || alone.Any(line => line.Contains("Pruned", StringComparison.Ordinal)), "A test of pruners prunes.");

        string[] Describe(int workers)
        {
            using SweepBench bench = new();
            Assert.Equal(SweepEnd.Finished, bench.Run(definition, new SweepLimits { MaxTrial = 40, Workers = workers }));
            return bench.Describe();
        }
    }

    [Theory]
    [InlineData("Random", "Median")]
    [InlineData("TPE", "Median")]
    public void A_sweep_that_is_interrupted_again_and_again_makes_the_trials_of_one_run(string sampler, string pruner)
    {
        SweepDefinition definition = SweepBench.Definition(sampler, pruner);
        using SweepBench whole = new();
        whole.Run(definition, new SweepLimits { MaxTrial = 30, Workers = 2 });

        Random random = new(3);
        int interruptions = 0;
        SweepEnd end;
        do
        {
            using CancellationTokenSource stop = new();
            int reports = random.Next(5, 60);
            end = _bench.Run(
                definition,
                new SweepLimits { MaxTrial = 30, Workers = 2 },
                (trial, token) =>
                {
                    if (Interlocked.Add(ref reports, -10) < 0)
                    {
                        trial.Report(1, 1e9);
                        stop.Cancel();
                    }

                    return SweepBench.Work(trial, token);
                },
                stop.Token);
            interruptions += end == SweepEnd.Interrupted ? 1 : 0;
        }
        while (end == SweepEnd.Interrupted && interruptions < 1000);

        Assert.Equal(SweepEnd.Finished, end);
        Assert.True(interruptions > 3, $"{interruptions} interruptions");
        Assert.Equal(whole.Describe(), _bench.Describe());
    }

    [Fact]
    public void A_finished_sweep_does_nothing_and_a_larger_total_goes_on()
    {
        SweepDefinition definition = SweepBench.Definition();
        Assert.Equal(SweepEnd.Finished, _bench.Run(definition, new SweepLimits { MaxTrial = 5 }));
        string[] before = _bench.Describe();
        Assert.Equal(SweepEnd.Finished, _bench.Run(definition, new SweepLimits { MaxTrial = 5 }, (_, _) => throw new InvalidOperationException()));
        Assert.Equal(before, _bench.Describe());
        Assert.Equal(SweepEnd.Finished, _bench.Run(definition, new SweepLimits { MaxTrial = 8 }));
        Assert.Equal(before, _bench.Describe()[..5]);
        Assert.Equal(8, _bench.Describe().Length);
    }

    [Fact]
    public void Failing_trials_stop_nothing_unless_there_are_too_many()
    {
        SweepDefinition definition = SweepBench.Definition();
        TrialOutcome Fail(ActiveTrial trial, CancellationToken token) =>
            trial.Number % 2 == 0 ? throw new InvalidOperationException($"bad {trial.Number}") : SweepBench.Work(trial, token);

        Assert.Equal(SweepEnd.Failed, _bench.Run(definition, new SweepLimits { MaxTrial = 20, MaxFailure = 3 }, Fail));
        Trial[] trials = [.. SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null)];
        Assert.Equal(3, trials.Count(trial => trial.State == TrialState.Failed));
        Assert.Equal(new TrialError("InvalidOperationException", "bad 4"), TrialError.Of(trials[4]));
        Assert.Equal(5, trials.Length);

        Assert.Equal(SweepEnd.Failed, _bench.Run(definition, new SweepLimits { MaxTrial = 20, MaxFailure = 3 }, Fail));
        Assert.Equal(5, _bench.Describe().Length);
        Assert.Equal(SweepEnd.Finished, _bench.Run(definition, new SweepLimits { MaxTrial = 20 }, Fail));
        Assert.Equal(20, _bench.Describe().Length);
    }

    [Fact]
    public void Time_that_is_up_gives_running_trials_back()
    {
        using ManualResetEventSlim never = new();
        SweepEnd end = _bench.Run(
            SweepBench.Definition(),
            new SweepLimits { MaxTrial = 5, Until = DateTime.Now.AddMilliseconds(300), Workers = 2 },
            (_, stop) =>
            {
                never.Wait(stop);
                return TrialOutcome.Complete;
            });
        Assert.Equal(SweepEnd.BudgetReached, end);
        Assert.Equal(2, _bench.Describe().Length);
        Assert.Equal(SweepEnd.Finished, _bench.Run(SweepBench.Definition(), new SweepLimits { MaxTrial = 5 }));
        Assert.All(SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null), trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Fact]
    public void A_journal_that_cannot_be_written_any_more_ends_the_run_with_the_reason()
    {
        SweepException error = Assert.ThrowsAny<SweepException>(() => _bench.Run(
            SweepBench.Definition(),
            new SweepLimits { MaxTrial = 50, Workers = 2 },
            (trial, token) =>
            {
                if (trial.Number == 5)
                {
                    File.WriteAllText(_bench.Path, "{}\n");
                }

                return SweepBench.Work(trial, token);
            }));
        Assert.StartsWith("Journal", error.ErrorId, StringComparison.Ordinal);
    }
}
