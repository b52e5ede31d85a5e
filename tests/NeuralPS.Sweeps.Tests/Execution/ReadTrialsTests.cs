using NeuralPS.Sweeps.Execution;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Execution;

public sealed class ReadTrialsTests : IDisposable
{
    private readonly SweepBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Trials_that_were_read_stay_as_they_are_while_workers_go_on()
    {
        Sweep sweep = _bench.Open();
        SweepPlan plan = SweepPlan.Find(_bench.Path, "test")!;
        ActiveTrial active = sweep.Ask(new SweepLimits()).Trial!;
        active.Report(1, 0.5);
        Trial before = plan.ReadTrials(sweep)[0];
        active.Report(2, 0.25);
        active.SetMetric("Loss", 0.25);
        sweep.Complete(active);
        Assert.Equal((TrialState.Running, 1), (before.State, before.IntermediateValues.Count));
        Assert.Equal(active.Record.Parameters, before.Parameters);
        Trial after = plan.ReadTrials(sweep)[0];
        Assert.Equal((TrialState.Complete, 2), (after.State, after.IntermediateValues.Count));
        Assert.Equal(0.25, Assert.Single(after.Values));
        sweep.Journal.Dispose();
    }
}
