using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Processes;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

/// <summary>A sweep whose next trial depends on one that somebody has and does not end.</summary>
public sealed class TrialHoldTests : IDisposable
{
    private static readonly SweepLimits Limits = new() { MaxTrial = 3 };
    private static readonly SweepDefinition Definition = SweepBench.Definition("Random", "Median") with { Window = 1 };
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_trial_of_the_session_that_runs_the_sweep_is_an_error_that_names_it()
    {
        Sweep sweep = _bench.Open(Definition);
        ActiveTrial held = sweep.Ask(Limits, "session").Trial!;
        SweepException error = Assert.Throws<SweepException>(() => Run(sweep, "session", []));
        Assert.Equal("TrialHeld", error.ErrorId);
        Assert.Contains("trial 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Complete-Trial -Failure", error.Message, StringComparison.Ordinal);
        sweep.Fail(held, new TrialError("Failed", "given up"));
        Assert.Equal(SweepEnd.Finished, Run(sweep, "session", []));
    }

    [Fact]
    public void At_the_end_the_error_waits_for_the_trials_that_run()
    {
        SweepDefinition definition = SweepBench.Definition();
        Sweep sweep = _bench.Open(definition);
        ActiveTrial held = sweep.Ask(Limits, "session").Trial!;
        Assert.Equal("TrialHeld", Assert.Throws<SweepException>(() => Run(sweep, "session", [], workers: 2)).ErrorId);
        Assert.Equal([TrialState.Running, TrialState.Complete, TrialState.Complete], sweep.Study.Trials.Select(trial => trial.State));
        GC.KeepAlive(held);
    }

    [Fact]
    public void A_trial_that_nobody_has_any_more_is_taken_over()
    {
        Sweep sweep = _bench.Open(Definition);
        AskAndForget(sweep);
        List<SweepEvent> events = [];
        Assert.Equal(SweepEnd.Finished, Run(sweep, "session", events));
        Assert.Equal((SweepEventKind.Continued, 0, 1), (events[0].Kind, events[0].Trial!.Number, events[0].Trial!.Attempt));
        Assert.All(sweep.Study.Trials, trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Fact]
    public void A_trial_whose_end_could_not_be_written_is_taken_over()
    {
        Sweep sweep = _bench.Open(Definition);
        byte[] before = [];
        Assert.ThrowsAny<SweepException>(() => SweepBench.Runner(sweep, Limits, (trial, _) =>
        {
            before = File.ReadAllBytes(_bench.Path);
            File.WriteAllText(_bench.Path, "{}\n");
            return TrialOutcome.Complete;
        }).Run(_ => { }, default));
        File.WriteAllBytes(_bench.Path, before);
        Assert.Equal(SweepEnd.Finished, Run(_bench.Open(Definition), "session", []));
        Assert.All(SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null), trial => Assert.Equal(TrialState.Complete, trial.State));
    }

    [Theory]
    [InlineData(true, "another session of this process")]
    [InlineData(false, "another process")]
    public async Task A_trial_of_somebody_else_is_waited_for_and_told_of_once(bool isHere, string who)
    {
        Sweep sweep = _bench.Open(Definition);
        ActiveTrial held = sweep.Ask(Limits, "another session").Trial!;
        ProcessIdentity process = isHere ? ProcessIdentity.Current : ProcessIdentity.Current with { Machine = "elsewhere", ProcessId = 77 };
        if (!isHere)
        {
            sweep.Journal.Transact(transaction =>
            {
                transaction.SetSystemAttribute(
                    held.Record, "neuralps:lease", new JsonObject { ["process"] = process.ToString(), ["attempt"] = 1, ["released"] = false });
                return true;
            });
        }

        List<SweepEvent> events = [];
        using ManualResetEventSlim told = new();
        Task<SweepEnd> run = Task.Run(() => Run(sweep, "session", events, told: told));
        Assert.True(told.Wait(TimeSpan.FromSeconds(30)), "It says what it waits for.");
        Thread.Sleep(300);
        SweepBench.Work(held, default);
        Assert.True(sweep.Complete(held));
        Assert.Equal(SweepEnd.Finished, await run);
        SweepBlock block = Assert.Single(events, happening => happening.Kind == SweepEventKind.Waiting).Block!;
        Assert.Equal(new SweepBlock(0, process, IsOwn: false), block);
        Assert.Contains($"trial 0, which {who} has", block.ToString(), StringComparison.Ordinal);
        Assert.Contains($"process {process.ProcessId} on {process.Machine}", block.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_speak_of_its_own_trials()
    {
        List<SweepEvent> events = [];
        SweepRunner runner = new(
            _bench.Open(Definition),
            Limits with { Workers = 3 },
            (trial, stop) =>
            {
                Thread.Sleep(30);
                return SweepBench.Work(trial, stop);
            },
            e => new TrialError(e.GetType().Name, e.Message)) { Patience = TimeSpan.FromMilliseconds(1) };
        Assert.Equal(SweepEnd.Finished, runner.Run(
            happening =>
            {
                lock (events)
                {
                    events.Add(happening);
                }
            },
            default));
        Assert.DoesNotContain(events, happening => happening.Kind == SweepEventKind.Waiting);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AskAndForget(Sweep sweep) => Assert.Equal(0, sweep.Ask(Limits, "session").Trial!.Number);

    private static SweepEnd Run(Sweep sweep, object session, List<SweepEvent> events, int workers = 1, ManualResetEventSlim? told = null)
    {
        SweepRunner runner = new(sweep, Limits with { Workers = workers }, SweepBench.Work, e => new TrialError(e.GetType().Name, e.Message))
        {
            Session = session, Patience = TimeSpan.FromMilliseconds(50),
        };
        return runner.Run(
            happening =>
            {
                lock (events)
                {
                    events.Add(happening);
                }

                if (happening.Kind == SweepEventKind.Waiting)
                {
                    told?.Set();
                }
            },
            default);
    }
}
