using NeuralPS.Sweeps.Definitions;
using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Samplers;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>
/// What a trial costs that does no work, in a journal that has many: asking for parameters, ten reports to ASHA, and the result, each
/// on the disk. Without PowerShell.
/// </summary>
/// <param name="trials">The trials in the journal, before those that are measured.</param>
/// <param name="sampler">The sampler of those that are measured.</param>
internal sealed class SweepOverheadWorkload(int trials, string sampler)
    : Workload($"sweep-overhead-{trials}-{sampler.ToLowerInvariant()}"), IDisposable
{
    private const int Reports = 10;
    private const int Warm = 50;

    // The journal grows as it is measured: not by so much that it would be another size.
    private const int Measured = 100;

    private string? _folder;
    private Sweep? _sweep;

    /// <inheritdoc/>
    public override string Unit => "ms per trial";

    /// <inheritdoc/>
    public override bool IsLowerBetter => true;

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        if (_sweep is null)
        {
            _folder = Directory.CreateTempSubdirectory("neuralps-benchmark-").FullName;
            string path = Path.Combine(_folder, "overhead.journal");
            Sweep filling = Open(path, "Random");
            Run(filling, trials - Warm);
            filling.Journal.Dispose();

            _sweep = Open(path, sampler);
            Run(_sweep, trials);
        }

        int count = _sweep.Count().Total;
        Clock clock = effort.StartClock();
        Run(_sweep, count + Measured);
        return clock.Seconds * 1e3 / Measured;
    }

    /// <summary>Removes the journal.</summary>
    public void Dispose()
    {
        _sweep?.Journal.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Sweep Open(string path, string sampler) => SweepPlan.Create(
        path,
        new SweepDefinition
        {
            Name = "overhead",
            Objectives = [new("Loss", Direction.Minimize)],
            Seed = 1,
            Space = new SearchSpace(
            [
                new("LearningRate", new FloatDomain(1e-4, 1e-1, isLog: true)),
                new("Units", new CategoricalDomain([32L, 64L, 128L, 256L])),
                new("Activation", new CategoricalDomain(["ReLU", "Tanh"])),
                new("Dropout", new FloatDomain(0, 0.6, step: 0.1)),
                new("Depth", new IntegerDomain(1, 4)),
            ]),
            Sampler = SamplerCatalog.Describe(sampler, []),
            Pruner = PrunerCatalog.Describe("ASHA", []),
        },
        []).Open();

    private static void Run(Sweep sweep, int total) =>
        new SweepRunner(sweep, new SweepLimits { MaxTrial = total }, Work, e => new TrialError(e.GetType().Name, e.Message)).Run(_ => { }, default);

    private static TrialOutcome Work(ActiveTrial trial, CancellationToken cancellation)
    {
        double loss = Math.Abs(Math.Log10(trial.Parameters["LearningRate"].Value) + 2.5) + trial.Parameters["Dropout"].Value;
        for (int step = 1; step <= Reports; step++)
        {
            if (trial.Report(step, loss + (1.0 / step)).Prune)
            {
                return TrialOutcome.Pruned;
            }
        }

        trial.SetMetric("Loss", loss);
        return TrialOutcome.Complete;
    }
}
