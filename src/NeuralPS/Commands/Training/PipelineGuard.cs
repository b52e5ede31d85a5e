using System.Runtime.ExceptionServices;

namespace NeuralPS.Commands.Training;

/// <summary>
/// Does what may be refused while a training runs: writing is, after Ctrl+C or when a later cmdlet has seen enough (Select-Object
/// -First), and a script block may throw. The training then ends in good order, and what it learned is kept before the refusal goes
/// its way.
/// </summary>
internal sealed class PipelineGuard : IDisposable
{
    private readonly CancellationTokenSource _ending;
    private ExceptionDispatchInfo? _refusal;

    /// <summary>Prepares; <paramref name="stopping"/> is cancelled by Ctrl+C.</summary>
    public PipelineGuard(CancellationToken stopping) => _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>Ends the training.</summary>
    public CancellationToken Token => _ending.Token;

    /// <summary>True once something was refused.</summary>
    public bool IsRefused => _refusal is not null;

    /// <summary>Does something, unless something was refused before.</summary>
    public void Do(Action action)
    {
        if (IsRefused)
        {
            return;
        }

        try
        {
            action();
        }
        catch (Exception e)
        {
            _refusal = ExceptionDispatchInfo.Capture(e);
            _ending.Cancel();
        }
    }

    /// <summary>Throws what was thrown before.</summary>
    public void ThrowRefusal() => _refusal?.Throw();

    /// <inheritdoc/>
    public void Dispose() => _ending.Dispose();
}
