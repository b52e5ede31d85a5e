using System.Collections.Concurrent;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>The sessions in which trials run: as many as are needed at a time, each used again and again.</summary>
/// <param name="script">The script block's text.</param>
/// <param name="usingValues">What $using: stands for.</param>
/// <param name="location">The current location.</param>
internal sealed class TrialWorkers(string script, Dictionary<string, object?> usingValues, string location) : IDisposable
{
    private readonly ConcurrentBag<TrialWorker> _idle = [];

    /// <summary>Runs the block for a trial, on this thread.</summary>
    public Swp.Execution.TrialOutcome Run(TrialScope scope, Action<string> onMessage, CancellationToken cancellation)
    {
        if (!_idle.TryTake(out TrialWorker? worker))
        {
            worker = new TrialWorker(script, usingValues, location);
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
        foreach (TrialWorker worker in _idle)
        {
            worker.Dispose();
        }
    }
}
