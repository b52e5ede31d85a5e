using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Processes;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

public sealed class SweepTests : IDisposable
{
    private static readonly SweepLimits NoLimits = new();
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_trial_whose_process_died_goes_on_with_its_number_and_parameters_so_many_times()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial first = sweep.Ask(NoLimits).Trial!;
        for (int attempt = 2; attempt <= 3; attempt++)
        {
            GiveTo(sweep, first.Record, ProcessIdentity.Current with { Start = "0" }, attempt - 1);
            ActiveTrial again = sweep.Ask(NoLimits).Trial!;
            Assert.Equal((0, attempt, true), (again.Number, again.Attempt, again.IsContinued));
            Assert.Equal(first.Parameters, again.Parameters);
            Assert.Equal(first.Seed, again.Seed);
        }

        GiveTo(sweep, first.Record, ProcessIdentity.Current with { Start = "0" }, 3);
        Assert.Equal(1, sweep.Ask(NoLimits).Trial!.Number);
        Assert.Equal(TrialState.Failed, first.Record.State);
        Assert.Equal("TriedTooOften", TrialError.Of(first.Record)!.Id);
    }

    [Fact]
    public void A_trial_that_was_given_back_costs_no_attempt()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        for (int i = 0; i < 10; i++)
        {
            sweep.Release(trial);
            trial = sweep.Ask(new SweepLimits { MaxRetry = 0 }).Trial!;
            Assert.Equal((0, 1), (trial.Number, trial.Attempt));
        }
    }

    [Fact]
    public void A_process_elsewhere_keeps_its_trial_as_long_as_its_heart_beats()
    {
        Sweep sweep = _bench.Open(patience: TimeSpan.FromMilliseconds(200));
        Trial trial = sweep.Ask(NoLimits).Trial!.Record;
        GiveTo(sweep, trial, ProcessIdentity.Current with { Machine = "elsewhere" }, 1);
        Assert.Equal(1, sweep.Ask(NoLimits).Trial!.Number);
        for (int beat = 0; beat < 4; beat++)
        {
            Thread.Sleep(100);
            sweep.Journal.Transact(transaction =>
            {
                transaction.SetSystemAttribute(trial, "neuralps:heartbeat", beat);
                return 0;
            });
            Assert.NotEqual(0, sweep.Ask(NoLimits).Trial!.Number);
        }

        Thread.Sleep(400);
        Assert.Equal(0, sweep.Ask(NoLimits).Trial!.Number);
    }

    [Fact]
    public void Nobody_waits_for_a_trial_of_another_program()
    {
        SweepDefinition definition = SweepBench.Definition("Random", "Median") with { Window = 1 };
        Sweep sweep = _bench.Open(definition);
        sweep.Journal.Transact(transaction => transaction.CreateTrial(sweep.Study, TrialState.Running));
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        Assert.Equal(1, trial.Number);
        Assert.Equal(AskKind.Wait, sweep.Ask(NoLimits).Kind);
        Assert.Equal(new SweepBlock(1, ProcessIdentity.Current, IsOwn: true), sweep.FindBlock(null));
        SweepBench.Work(trial, default);
        Assert.True(sweep.Complete(trial));
        Assert.Equal(2, sweep.Ask(NoLimits).Trial!.Number);
    }

    [Fact]
    public void The_last_trials_are_done_only_when_they_are_finished()
    {
        Sweep sweep = _bench.Open();
        SweepLimits limits = new() { MaxTrial = 1 };
        ActiveTrial trial = sweep.Ask(limits).Trial!;
        Assert.Equal(AskKind.Wait, sweep.Ask(limits).Kind);
        SweepBench.Work(trial, default);
        sweep.Complete(trial);
        Assert.Equal(AskKind.Done, sweep.Ask(limits).Kind);
    }

    [Fact]
    public void Enqueued_points_come_first_and_the_sampler_fills_them_up()
    {
        SweepDefinition definition = SweepBench.Definition();
        Dictionary<string, object?> point = new() { ["x"] = 1, ["kind"] = "b", ["extra"] = 5 };
        Sweep sweep = _bench.Open(definition, null, point);
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        Assert.Equal((0, 1.0, "b"), (trial.Number, trial.Parameters["x"].External, trial.Parameters["kind"].External));
        Assert.True(trial.Parameters["rate"].Value > 0);
        Assert.Equal(5L, trial.Suggest("extra", new IntegerDomain(1, 9)));
        Assert.Equal(1, sweep.Ask(NoLimits).Trial!.Number);

        // The same script, run again, does not try the point again.
        Assert.Equal(2, _bench.Open(definition, null, point).Ask(NoLimits).Trial!.Number);
    }

    [Fact]
    public void A_grid_has_all_its_points_beside_those_that_the_user_chose()
    {
        SweepDefinition definition = SweepBench.Definition("Grid") with
        {
            Space = new([new("x", new FloatDomain(0, 2, step: 1)), new("rate", new FloatDomain(0.5, 0.5)), new("kind", new CategoricalDomain(["a", "b"]))]),
        };
        Sweep sweep = _bench.Open(definition, null, new Dictionary<string, object?> { ["x"] = 1, ["kind"] = "b" });
        Assert.Equal(SweepEnd.Finished, SweepBench.Runner(sweep, NoLimits).Run(_ => { }, default));
        string[] points = [.. sweep.Study.Trials.Select(trial => $"{trial.Parameters["x"].External}{trial.Parameters["kind"].External}")];
        Assert.Equal(["1b", "0a", "1a", "2a", "0b", "1b", "2b"], points);
    }

    [Fact]
    public void A_parameter_that_a_trial_asks_for_is_the_same_when_it_goes_on()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        object? value = trial.Suggest("momentum", new FloatDomain(0, 1));
        Assert.Equal(value, trial.Suggest("momentum", new FloatDomain(0, 1)));
        sweep.Release(trial);
        Assert.Equal(value, sweep.Ask(NoLimits).Trial!.Suggest("momentum", new FloatDomain(0, 1)));
        Assert.Equal("DomainMismatch", Assert.Throws<SweepException>(() => sweep.Ask(NoLimits).Trial!.Suggest("momentum", new IntegerDomain(0, 1))).ErrorId);
    }

    [Fact]
    public void A_trial_without_its_metric_fails_and_says_which()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        trial.SetMetric("Accuracy", 1);
        Assert.False(sweep.Complete(trial));
        Assert.Contains("no Loss", TrialError.Of(trial.Record)!.Message, StringComparison.Ordinal);
        Assert.Contains("Accuracy", TrialError.Of(trial.Record)!.Message, StringComparison.Ordinal);

        trial = sweep.Ask(NoLimits).Trial!;
        trial.SetMetric("loss", double.NaN);
        Assert.False(sweep.Complete(trial));
        Assert.Equal("MetricNotANumber", TrialError.Of(trial.Record)!.Id);
    }

    [Fact]
    public void Constraints_are_noted_as_violations()
    {
        Sweep sweep = _bench.Open(SweepBench.Definition() with { Constraints = [MetricConstraint.Parse("Size <= 100"), MetricConstraint.Parse("Recall>=0.5")] });
        ActiveTrial trial = sweep.Ask(NoLimits).Trial!;
        trial.SetMetric("Loss", 1);
        trial.SetMetric("Size", 130);
        trial.SetMetric("Recall", 0.75);
        sweep.Complete(trial);
        Assert.Equal([30, -0.25], trial.Record.Constraints.ToArray());
        Assert.False(trial.Record.IsFeasible);
        Assert.Empty(new BestTrials(sweep.Definition.Objectives).Add(trial.Record).Except([0]));
    }

    [Fact]
    public void What_would_make_trials_incomparable_is_refused_with_the_reason()
    {
        SweepDefinition definition = SweepBench.Definition();
        _bench.Run(definition, new SweepLimits { MaxTrial = 2 });
        Assert.Equal("ObjectiveChanged", IdOf(definition with { Objectives = [new("Loss", Direction.Maximize)] }));
        Assert.Equal("ObjectiveChanged", IdOf(definition with { Objectives = [new("Accuracy", Direction.Minimize)] }));
        Assert.Equal("SeedChanged", IdOf(definition with { Seed = 8 }));
        Assert.Equal("DomainMismatch", IdOf(definition with { Space = new([new("x", new IntegerDomain(0, 1))]) }));
        Assert.Equal("PrunerNeedsOneObjective", IdOf(SweepBench.Definition(pruner: "Median") with { Name = "b", Objectives = [new("a", Direction.Minimize), new("b", Direction.Minimize)] }));
        Assert.Equal("BadObjective", IdOf(definition with { Name = "c", Objectives = [] }));
        Assert.Equal("BadSpace", IdOf(SweepBench.Definition("Grid") with { Name = "d" }));

        // Ranges, sampler, pruner, window and further parameters may change, and the journal remembers the change.
        SweepDefinition changed = SweepBench.Definition("Random", "Median") with { Window = 3, Space = new([new("x", new FloatDomain(0, 9)), new("new", new IntegerDomain(1, 2))]) };
        Assert.Equal(SweepEnd.Finished, _bench.Run(changed, new SweepLimits { MaxTrial = 4 }, (trial, _) =>
        {
            trial.SetMetric("Loss", 1);
            return TrialOutcome.Complete;
        }));
        SweepDefinition read = SweepPlan.Find(_bench.Path, "test")!.Definition;
        Assert.Equal((3, "Median", new FloatDomain(0, 9)), (read.Window, read.Pruner.Name, read.Space["x"]));

        string IdOf(SweepDefinition other) => Assert.Throws<SweepException>(() => SweepPlan.Create(_bench.Path, other, [])).ErrorId;
    }

    [Fact]
    public void A_description_writes_nothing()
    {
        _ = SweepPlan.Create(_bench.Path, SweepBench.Definition(), [new Dictionary<string, object?> { ["x"] = 1.0 }]);
        Assert.False(File.Exists(_bench.Path));
        Assert.Equal("ValueOutOfDomain", Assert.Throws<SweepException>(
            () => SweepPlan.Create(_bench.Path, SweepBench.Definition(), [new Dictionary<string, object?> { ["x"] = 3 }])).ErrorId);
    }

    [Fact]
    public void A_removed_sweep_is_gone_and_its_name_is_free()
    {
        _bench.Run(SweepBench.Definition(), new SweepLimits { MaxTrial = 3 });
        SweepPlan plan = SweepPlan.Find(_bench.Path, "test")!;
        Directory.CreateDirectory(plan.Folder);
        plan.Remove();
        Assert.Null(SweepPlan.Find(_bench.Path, "test"));
        Assert.False(Directory.Exists(plan.Folder));
        _bench.Run(SweepBench.Definition() with { Seed = 99 }, new SweepLimits { MaxTrial = 1 });
        Assert.Single(_bench.Describe());
    }

    private static void GiveTo(Sweep sweep, Trial trial, ProcessIdentity process, int attempt) => sweep.Journal.Transact(transaction =>
    {
        transaction.SetSystemAttribute(
            trial, "neuralps:lease", new JsonObject { ["process"] = process.ToString(), ["attempt"] = attempt, ["released"] = false });
        return 0;
    });
}
