using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

/// <summary>Trials that begin in the transaction that ends another one.</summary>
public sealed class NextTrialTests : IDisposable
{
    private static readonly SweepLimits NoLimits = new();
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_next_trial_is_the_one_that_would_be_asked_for(bool isPruned)
    {
        using SweepBench other = new();
        Sweep asked = other.Open();
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(NoLimits, this).Trial!;
        ActiveTrial expected = asked.Ask(NoLimits, this).Trial!;
        for (int i = 1; i <= 30; i++)
        {
            Work(trial);
            Work(expected);
            NextTrial next = new(NoLimits, this);
            if (isPruned)
            {
                sweep.Prune(trial, next);
                asked.Prune(expected);
            }
            else
            {
                Assert.True(sweep.Complete(trial, next));
                Assert.True(asked.Complete(expected));
            }

            Assert.Equal(isPruned ? TrialState.Pruned : TrialState.Complete, trial.Record.State);
            trial = next.Trial!;
            expected = asked.Ask(NoLimits, this).Trial!;
            Assert.Equal((i, 1, false), (trial.Number, trial.Attempt, trial.IsContinued));
            Assert.Equal(expected.Parameters, trial.Parameters);
            Assert.Equal(expected.Seed, trial.Seed);

            // The journal knows who has it, and nobody else gets it.
            Assert.NotNull(TrialHold.Find(Lease.Of(trial.Record)!.Hold));
            Assert.Equal(TrialState.Running, trial.Record.State);
        }

        Assert.Equal(31, sweep.Ask(NoLimits).Trial!.Number);
    }

    [Fact]
    public void A_run_writes_an_end_and_the_next_beginning_together()
    {
        Assert.Equal(SweepEnd.Finished, _bench.Run(SweepBench.Definition(), new SweepLimits { MaxTrial = 20 }));
        string[] lines = File.ReadAllLines(_bench.Path);
        int[] created = [.. Enumerable.Range(0, lines.Length).Where(i => Is(lines[i], Operation.CreateTrial))];
        Assert.Equal(20, created.Length);
        Assert.All(created[1..], line => Assert.True(Is(lines[line - 1], Operation.SetState), lines[line - 1]));

        static bool Is(string line, Operation operation) => line.StartsWith($"{{\"op_code\": {(int)operation},", StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_more_to_it_nothing_begins()
    {
        // The window: trial 1 depends on trial 0, which is not settled before the transaction is complete.
        Sweep serial = _bench.Open(SweepBench.Definition("TPE", "Median") with { Window = 1 });
        AssertNone(serial, NoLimits);
        Assert.Equal(1, serial.Ask(NoLimits).Trial!.Number);

        // The last trial.
        using SweepBench limited = new();
        AssertNone(limited.Open(), new SweepLimits { MaxTrial = 1 });

        // A point that the user chose.
        using SweepBench enqueued = new();
        Sweep sweep = enqueued.Open(SweepBench.Definition(), null, new() { ["x"] = 1 }, new() { ["x"] = 2 });
        AssertNone(sweep, NoLimits);
        Assert.Equal(1, sweep.Ask(NoLimits).Trial!.Number);

        // A trial that was given back.
        using SweepBench returned = new();
        sweep = returned.Open();
        ActiveTrial first = sweep.Ask(NoLimits).Trial!;
        sweep.Release(sweep.Ask(NoLimits).Trial!);
        AssertNone(sweep, NoLimits, first);
        Assert.Equal((1, true), sweep.Ask(NoLimits).Trial! is { } again ? (again.Number, again.IsContinued) : default);
    }

    [Fact]
    public void A_failed_trial_and_one_without_its_metric_begin_nothing()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        NextTrial next = new(NoLimits, this);
        Assert.False(sweep.Complete(trial, next));
        Assert.Null(next.Trial);
        Assert.Equal(TrialState.Failed, trial.Record.State);
    }

    [Fact]
    public void A_trial_that_began_and_that_nobody_came_to_is_given_back()
    {
        Sweep sweep = _bench.Open();
        Assert.Throws<InvalidOperationException>(() => SweepBench.Runner(sweep, new SweepLimits { MaxTrial = 5 }).Run(
            happening =>
            {
                if (happening.Kind == SweepEventKind.Completed)
                {
                    throw new InvalidOperationException("The window was closed.");
                }
            },
            CancellationToken.None));
        Assert.Equal([TrialState.Complete, TrialState.Running], sweep.Study.Trials.Select(trial => trial.State));
        Assert.True(Lease.Of(sweep.Study.Trials[1])!.IsReleased);
        ActiveTrial again = sweep.Ask(NoLimits).Trial!;
        Assert.Equal((1, 1, true), (again.Number, again.Attempt, again.IsContinued));
    }

    private static void Work(ActiveTrial trial) => Assert.Equal(TrialOutcome.Complete, SweepBench.Work(trial, CancellationToken.None));

    private static void AssertNone(Sweep sweep, SweepLimits limits, ActiveTrial? trial = null)
    {
        trial ??= sweep.Ask(limits).Trial!;
        Work(trial);
        NextTrial next = new(limits, sweep);
        Assert.True(sweep.Complete(trial, next));
        Assert.Null(next.Trial);
        Assert.Equal(TrialState.Complete, trial.Record.State);
    }
}
