using System.Collections.Concurrent;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// The sessions in which trials run: as many as are needed at a time, each used again and again. The first are opened while the sweep
/// itself still opens its journal.
/// </summary>
internal sealed class TrialWorkers : IDisposable
{
    private readonly ConcurrentBag<TrialWorker> _idle = [];
    private readonly ConcurrentBag<Task<TrialWorker>> _opening = [];
    private readonly Func<TrialWorker> _open;

    /// <summary>Begins to open sessions.</summary>
    /// <param name="script">The script block's text.</param>
    /// <param name="usingValues">What $using: stands for.</param>
    /// <param name="location">The current location.</param>
    /// <param name="count">How many will be needed, as far as the processors go.</param>
    public TrialWorkers(string script, Dictionary<string, object?> usingValues, string location, int count)
    {
        _open = () => new TrialWorker(script, usingValues, location);
        for (int i = 0; i < Math.Min(count, Environment.ProcessorCount); i++)
        {
            _opening.Add(Task.Run(_open));
        }
    }

    /// <summary>Runs the block for a trial, on this thread.</summary>
    public Swp.Execution.TrialOutcome Run(TrialScope scope, Action<string> onMessage, CancellationToken cancellation)
    {
        if (!_idle.TryTake(out TrialWorker? worker))
        {
            worker = _opening.TryTake(out Task<TrialWorker>? opening) ? opening.GetAwaiter().GetResult() : _open();
        }

        try
        {
            return worker.Run(scope, onMessage, cancellation);
        }
        finally
        {
            _idle.Add(worker);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Task<TrialWorker> opening in _opening)
        {
            // Nobody waits for the rest: each closes itself.
            opening.ContinueWith(task => task.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }

        foreach (TrialWorker worker in _idle)
        {
            worker.Dispose();
        }
    }
}
