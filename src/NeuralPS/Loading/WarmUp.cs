using System.Management.Automation;
using NeuralPS.Commands.Training;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Loading;

/// <summary>
/// Compiles what a first training needs on a thread of its own, while the script still reads its data and describes its network: on the
/// first call of a cmdlet that such scripts begin with.
/// </summary>
internal static class WarmUp
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);
    private static readonly CancellationTokenSource _ending = new();
    private static readonly Lock _lock = new();
    private static Thread? _thread;

    /// <summary>Begins, unless it has; does nothing where it would only take the processor from the script.</summary>
    public static void Begin()
    {
        lock (_lock)
        {
            if (_thread is null && Environment.ProcessorCount > 1 && !_ending.IsCancellationRequested)
            {
                _thread = new Thread(Run) { Name = "NeuralPS warm-up", IsBackground = true, Priority = ThreadPriority.BelowNormal };
                _thread.Start();
            }
        }
    }

    /// <summary>A training begins: it needs the processors for itself, and compiles the rest on its way.</summary>
    public static void End()
    {
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
            _thread?.Join(_patience);
        }
    }

    /// <summary>The same, without waiting for what it is at.</summary>
    public static void Cancel() => _ending.Cancel();

    private static void Run()
    {
        try
        {
            Eng.WarmUp.Run(_ending.Token);
            if (!_ending.IsCancellationRequested)
            {
                // PowerShell looks at a cmdlet's parameters when it is first called. That makes hundreds of methods hot, which .NET compiles
                // again a moment later: rather now than during the first epoch.
                _ = new CommandMetadata(typeof(InvokeTrainingCommand));
            }
        }
        catch (Exception)
        {
            // Nothing depends on it: where no training can run, the user's own says why.
        }
    }
}
