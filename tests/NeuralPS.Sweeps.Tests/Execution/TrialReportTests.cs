using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

public sealed class TrialReportTests : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private readonly SweepBench _bench = new();

    public static TheoryData<TrialState> Ends => [TrialState.Complete, TrialState.Pruned, TrialState.Failed, TrialState.Running];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_journal_has_a_report_at_once_unless_somebody_looks_after_it()
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(new SweepLimits()).Trial!;
        trial.Report(1, 4);
        Assert.Equal(["1:4"], Read(0));
        trial.ReportInterval = Never;
        trial.Report(2, 3);
        trial.Report(3, 2);
        Assert.Equal(["1:4"], Read(0));
        trial.WriteReports();
        Assert.Equal(["1:4", "2:3", "3:2"], Read(0));
        trial.ReportInterval = TimeSpan.Zero;
        trial.Report(4, 1);
        Assert.Equal(["1:4", "2:3", "3:2", "4:1"], Read(0));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void However_a_trial_ends_its_reports_are_in_the_journal(TrialState state)
    {
        Sweep sweep = _bench.Open();
        ActiveTrial trial = sweep.Ask(new SweepLimits()).Trial!;
        trial.ReportInterval = Never;
        trial.Report(1, 4);
        trial.Report(2, 3);
        trial.Report(5, 2);
        trial.SetMetric("Loss", 2);
        switch (state)
        {
            case TrialState.Complete:
                Assert.True(sweep.Complete(trial));
                break;
            case TrialState.Pruned:
                sweep.Prune(trial);
                break;
            case TrialState.Failed:
                sweep.Fail(trial, new TrialError("Test", "a test"));
                break;
            default:
                sweep.Release(trial);
                break;
        }

        Assert.Equal(["1:4", "2:3", "5:2"], Read(0));
        Trial read = SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null)[0];
        Assert.Equal(state, read.State);
        double[] values = state is TrialState.Complete or TrialState.Pruned ? [2] : [];
        Assert.Equal(values, read.Values.ToArray());
    }

    [Fact]
    public void The_pruner_sees_reports_that_the_journal_does_not_have_yet()
    {
        Sweep sweep = _bench.Open(SweepBench.Definition("Random", "Median"));
        for (int i = 0; i < 20; i++)
        {
            ActiveTrial good = sweep.Ask(new SweepLimits()).Trial!;
            Assert.Equal(TrialOutcome.Complete, Report(good, 1));
            good.SetMetric("Loss", 1);
            sweep.Complete(good);
        }

        Assert.Equal(TrialOutcome.Pruned, Report(sweep.Ask(new SweepLimits()).Trial!, 1000));

        static TrialOutcome Report(ActiveTrial trial, double loss)
        {
            trial.ReportInterval = Never;
            return Enumerable.Range(1, 10).Any(step => trial.Report(step, loss).Prune) ? TrialOutcome.Pruned : TrialOutcome.Complete;
        }
    }

    private string[] Read(int number) =>
        [.. SweepPlan.Find(_bench.Path, "test")!.ReadTrials(null)[number].IntermediateValues.Select(pair => FormattableString.Invariant($"{pair.Key}:{pair.Value}"))];
}
