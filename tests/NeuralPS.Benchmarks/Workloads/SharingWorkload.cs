using NeuralPS.Engine.Data;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>
/// Two trainings side by side, counted together, against what sharing the processors explains: one alone, which is all that two
/// with all threads each can reach; with a thread each, times as much as two threads outdo one on the machine's multiply-adds.
/// </summary>
internal sealed class SharingWorkload(string name, Network network, int rows, bool isOneThreadEach) : Workload(name)
{
    private const int Trainings = 2;
    private const int Batch = 128;

    private readonly Lazy<Dataset> _data = new(() => RandomData.CreateFor(network, rows));

    /// <inheritdoc/>
    public override string Unit => "samples/s of both";

    /// <inheritdoc/>
    public override double Flops => TrainingWorkload.CountFlops(network);

    /// <inheritdoc/>
    public override string? Reference => isOneThreadEach ? "alone on 1 thread, times what 2 threads have" : "alone on all threads";

    /// <inheritdoc/>
    public override bool SupportsCpuTime => false;

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        TrainingRun run = CreateRun();
        double[] rates = new double[Trainings];
        var failures = new Exception?[Trainings];
        using var start = new Barrier(Trainings);
        using var running = new CountdownEvent(Trainings);
        void Train(int index)
        {
            try
            {
                rates[index] = run.Measure(isOneThreadEach ? effort with { Threads = 1 } : effort, start, running);
            }
            catch (Exception e)
            {
                failures[index] = e;

                // The other one must not wait for it.
                start.RemoveParticipant();
                running.Signal();
            }
        }

        Thread[] workers = [.. Enumerable.Range(0, Trainings).Select(index => new Thread(() => Train(index)))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return failures.FirstOrDefault(failure => failure is not null) is { } failure
            ? throw new InvalidOperationException(failure.Message, failure)
            : rates.Sum();
    }

    /// <inheritdoc/>
    public override double MeasureReference(Effort effort) => isOneThreadEach
        ? CreateRun().Measure(effort with { Threads = 1 })
            * PeakMeter.MeasureAverage(Trainings, effort.Seconds) / PeakMeter.MeasureAverage(1, effort.Seconds)
        : CreateRun().Measure(effort);

    private TrainingRun CreateRun() => new(network, new Momentum(), Batch, _data.Value);
}
