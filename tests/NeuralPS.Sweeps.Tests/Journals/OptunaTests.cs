using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class OptunaTests : IDisposable
{
    private static readonly FloatDomain _x = new(-10, 10);
    private static readonly CategoricalDomain _kind = new(["a", "b", null, true, 3L, 0.5]);
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [OptunaFact]
    public async Task Optuna_reads_what_we_write()
    {
        using Journal journal = _temporary.Open();
        Study study = journal.Transact(t => WriteAllKinds(t, t.CreateStudy("ours", Direction.Maximize)));
        JsonNode read = await OptunaScript.Run(_temporary.Path, """
            study = optuna.load_study(study_name="ours", storage=storage)
            lines = open(path).read().splitlines()
            show(dict(trials=[describe(t) for t in study.trials], best=study.best_trial.number, direction=study.direction.name,
                user=study.user_attrs, names=study.metric_names if hasattr(study, "metric_names") else None,
                other=len(optuna.load_study(study_name="two", storage=storage).best_trials),
                foreign=[line for line in lines if json.dumps(json.loads(line)) != line]))
            """);
        Assert.Equal(1, (long)read["best"]!);
        Assert.Equal("MAXIMIZE", (string)read["direction"]!);
        Assert.Equal("{\"epochs\":20}", read["user"]!.ToJsonString());
        Assert.Equal(1, (long)read["other"]!);
        Assert.Empty(read["foreign"]!.AsArray());
        JsonArray trials = read["trials"]!.AsArray();
        Assert.Equal(study.Trials.Count, trials.Count);
        Assert.All(study.Trials, trial => Assert.Equal(OptunaScript.Describe(trial), OptunaScript.Canonical(trials[trial.Number])));
    }

    [OptunaFact]
    public async Task Optuna_and_we_continue_each_other()
    {
        const string Continue = """
            def objective(trial):
                x = trial.suggest_float("x", -10, 10)
                n = trial.suggest_int("n", 1, 64, log=True)
                kind = trial.suggest_categorical("kind", ["a", "b", None, True, 3, 0.5])
                trial.report(x, 0)
                trial.report(float("nan"), 1)
                trial.set_user_attr("note", {"text": "Grüße", "list": [1, 2.5, None]})
                if trial.number % 4 == 3: raise optuna.TrialPruned()
                return (x - 2) ** 2
            study = optuna.load_study(study_name="both", storage=storage, sampler=optuna.samplers.TPESampler(seed=1, n_startup_trials=2))
            study.optimize(objective, n_trials=5)
            show(dict(trials=[describe(t) for t in study.trials], best=study.best_trial.number))
            """;
        using Journal journal = _temporary.Open();
        Study study = journal.Transact(t => t.CreateStudy("both", Direction.Minimize));
        journal.Transact(t => t.CreateTrial(study, TrialState.Waiting, systemAttributes: Fixed("x", 1.5)));
        for (int round = 1; round <= 2; round++)
        {
            journal.Transact(t => Complete(t, t.CreateTrial(study, parameters: new Dictionary<string, TrialParameter>
            {
                ["x"] = new(3 - (0.9 * round), _x),
                ["kind"] = new(2, _kind),
            })));
            JsonNode read = await OptunaScript.Run(_temporary.Path, Continue);
            journal.Synchronize();
            Assert.Equal(6 * round, study.Trials.Count);
            JsonArray trials = read["trials"]!.AsArray();
            Assert.All(study.Trials, trial => Assert.Equal(OptunaScript.Describe(trial), OptunaScript.Canonical(trials[trial.Number])));
            Trial best = study.Trials.Where(trial => trial.State == TrialState.Complete).MinBy(trial => trial.Values[0])!;
            Assert.Equal(best.Number, (long)read["best"]!);
        }

        Assert.Equal(1.5, study.Trials[0].Parameters["x"].Value);
        Assert.Contains(study.Trials, trial => trial.State == TrialState.Pruned);
        Assert.Equal(new IntegerDomain(1, 64, isLog: true), study.GetDomain("n"));

        static bool Complete(JournalTransaction t, Trial trial)
        {
            t.SetState(trial, TrialState.Complete, [4]);
            return true;
        }
    }

    [OptunaFact]
    public async Task Processes_of_Optuna_and_ours_lose_no_trial()
    {
        using Journal journal = _temporary.Open();
        Study study = JournalWorker.OpenStudy(journal);
        const string Work = """
            study = optuna.load_study(study_name="work", storage=storage, sampler=optuna.samplers.RandomSampler())
            study.optimize(lambda trial: trial.suggest_float("x", 0, 1e6), n_trials=30)
            """;
        ChildProcess[] workers =
        [
            .. Enumerable.Range(0, 2).Select(_ => OptunaScript.Start(_temporary.Path, Work)),
            .. Enumerable.Range(0, 2).Select(_ => ChildProcess.StartHost("journal-worker", _temporary.Path, "200")),
        ];
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.Complete()));
            journal.Synchronize();
            Assert.Equal(Enumerable.Range(0, 460), study.Trials.Select(trial => trial.Number));
            Assert.All(study.Trials, trial => Assert.Equal(TrialState.Complete, trial.State));
            Trial[] optuna = [.. study.Trials.Where(trial => trial.IntermediateValues.Count == 0)];
            Assert.Equal(60, optuna.Length);
            Assert.All(optuna, trial => Assert.Equal(trial.Parameters["x"].Value, trial.Values[0]));
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    private static Dictionary<string, JsonNode?> Fixed(string name, double value) =>
        new() { ["fixed_params"] = new JsonObject { [name] = value } };

    private static Study WriteAllKinds(JournalTransaction t, Study study)
    {
        t.SetUserAttribute(study, "epochs", 20);
        t.SetSystemAttribute(study, "study:metric_names", new JsonArray("ValidationAccuracy"));
        Dictionary<string, TrialParameter> all = new()
        {
            ["rate"] = new(1.5e-5, new FloatDomain(1e-05, 0.1, isLog: true)),
            ["step"] = new(0.3, new FloatDomain(0, 0.6, step: 0.1)),
            ["large"] = new(1e16, new FloatDomain(-1e22, 1e22)),
            ["depth"] = new(4, new IntegerDomain(1, 10, step: 3)),
            ["units"] = new(32, new IntegerDomain(1, 64, isLog: true)),
            ["kind"] = new(5, _kind),
        };
        Trial running = t.CreateTrial(study);
        foreach ((string name, TrialParameter parameter) in all)
        {
            t.SetParameter(running, name, parameter);
        }

        t.Report(running, 0, 0.5);
        t.SetUserAttribute(running, "Grüße €😀", "\u0001\n\"\\/\u007f");
        t.SetSystemAttribute(running, "constraints", new JsonArray(-1.0, 0.0));
        Dictionary<string, JsonNode?> notes = new() { ["list"] = new JsonArray(1, 2.5, null, true, new JsonObject { ["x"] = "y" }) };
        Dictionary<int, double> reports = new() { [0] = 0.1, [10] = 0.25 };
        t.CreateTrial(study, TrialState.Complete, all, notes, notes, values: [0.95], reports: reports);
        t.CreateTrial(study, TrialState.Pruned, all, reports: reports);
        t.CreateTrial(study, TrialState.Failed, systemAttributes: new Dictionary<string, JsonNode?> { ["error"] = "out of memory" });
        Trial waiting = t.CreateTrial(study, TrialState.Waiting, systemAttributes: Fixed("depth", 4));
        t.SetState(waiting, TrialState.Running);
        t.SetState(waiting, TrialState.Complete, [0.5]);
        Study other = t.CreateStudy("two", Direction.Minimize, Direction.Maximize);
        t.CreateTrial(other, TrialState.Complete, values: [1, double.PositiveInfinity]);
        return study;
    }
}
