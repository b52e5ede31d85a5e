using System.Globalization;
using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Tests.Journals;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

/// <summary>A journal in a folder of its own, and short ways to run sweeps in it.</summary>
internal sealed class SweepBench : IDisposable
{
    private readonly TemporaryJournal _journal = new();

    public string Path => _journal.Path;

    public static SweepDefinition Definition(string sampler = "Random", string pruner = "None") => new()
    {
        Name = "test",
        Objectives = [new("Loss", Direction.Minimize)],
        Seed = 7,
        Space = new([new("x", new FloatDomain(-2, 2)), new("rate", new FloatDomain(1e-4, 1, isLog: true)), new("kind", new CategoricalDomain(["a", "b", "c"]))]),
        Sampler = SamplerCatalog.Describe(sampler, []),
        Pruner = PrunerCatalog.Describe(pruner, []),
    };

    public Sweep Open(SweepDefinition? definition = null, TimeSpan? patience = null, params Dictionary<string, object?>[] enqueued) =>
        SweepPlan.Create(Path, definition ?? Definition(), enqueued).Open(patience);

    /// <summary>A trial of ten epochs, with a loss that depends on its parameters alone and a duration that does not.</summary>
    public static TrialOutcome Work(ActiveTrial trial, CancellationToken stop)
    {
        double x = trial.Parameters["x"].Value;
        double bad = Math.Abs(Math.Log10(trial.Parameters["rate"].Value) + 2) + trial.Parameters["kind"].Value;
        for (int epoch = 1; epoch <= 10; epoch++)
        {
            stop.ThrowIfCancellationRequested();
            if (trial.Report(epoch, (x * x) + bad + (1.0 / epoch)).Prune)
            {
                return TrialOutcome.Pruned;
            }
        }

        Thread.Sleep(Random.Shared.Next(3));
        trial.SetMetric("Loss", (x * x) + bad);
        return TrialOutcome.Complete;
    }

    /// <summary>What a process of its own does with a journal; each trial is open for so many milliseconds before it begins.</summary>
    public static int RunHere(string path, int total, int pause)
    {
        Sweep sweep = SweepPlan.Create(path, Definition("Random", "Median"), []).Open();
        return (int)Runner(sweep, new SweepLimits { MaxTrial = total, Workers = 3, MaxRetry = 1000 }, WorkLater).Run(_ => { }, default);

        TrialOutcome WorkLater(ActiveTrial trial, CancellationToken stop)
        {
            Thread.Sleep(pause);
            return Work(trial, stop);
        }
    }

    public static SweepRunner Runner(Sweep sweep, SweepLimits limits, Func<ActiveTrial, CancellationToken, TrialOutcome>? work = null) =>
        new(sweep, limits, work ?? Work, e => new TrialError(e.GetType().Name, e.Message));

    public SweepEnd Run(SweepDefinition definition, SweepLimits limits, Func<ActiveTrial, CancellationToken, TrialOutcome>? work = null, CancellationToken cancellation = default)
    {
        Sweep sweep = Open(definition);
        try
        {
            return Runner(sweep, limits, work).Run(_ => { }, cancellation);
        }
        finally
        {
            sweep.Journal.Dispose();
        }
    }

    /// <summary>All that must not depend on workers, processes and crashes, with every digit.</summary>
    public string[] Describe()
    {
        SweepPlan plan = SweepPlan.Find(Path, "test")!;
        return [.. plan.ReadTrials(null).Select(trial => string.Join(
            ' ',
            [
                trial.Number.ToString(CultureInfo.InvariantCulture),
                trial.State.ToString(),
                .. trial.Parameters.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value.Value:R}")),
                .. trial.Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
                .. trial.IntermediateValues.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}:{pair.Value:R}")),
            ]))];
    }

    public void Dispose() => _journal.Dispose();
}
