using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// Runs the script block of a sweep for one trial after the other, each in a clean session with this module, as ForEach-Object -Parallel
/// runs its own. One worker has one session; sessions are made once, and emptied between trials.
/// </summary>
internal sealed class TrialWorker : IDisposable
{
    // The block as a function of the session: a script that is passed as text is compiled again for each trial.
    private const string FunctionName = "Invoke-NeuralPSTrial";

    private readonly Runspace _runspace;
    private readonly SessionTraces _traces;
    private readonly Dictionary<string, object?> _using;
    private readonly string _location;

    /// <summary>Makes the session.</summary>
    /// <param name="script">The script block's text.</param>
    /// <param name="usingValues">What $using: stands for.</param>
    /// <param name="location">The current location of the session that the block was written in.</param>
    public TrialWorker(string script, Dictionary<string, object?> usingValues, string location)
    {
        (_using, _location) = (usingValues, location);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Path.Combine(Path.GetDirectoryName(typeof(TrialWorker).Assembly.Location)!, "NeuralPS.psd1")]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        _runspace.SessionStateProxy.InvokeProvider.Item.Set($"function:{FunctionName}", ScriptBlock.Create(script));
        _traces = new SessionTraces(_runspace);
    }

    /// <summary>Runs the block for a trial, on this thread.</summary>
    /// <param name="scope">The trial, and what trainings within it tell of it.</param>
    /// <param name="onMessage">Takes warnings.</param>
    /// <param name="cancellation">Stops the block as Ctrl+C does.</param>
    public Swp.Execution.TrialOutcome Run(TrialScope scope, Action<string> onMessage, CancellationToken cancellation)
    {
        using IDisposable entered = scope.Enter(_runspace);
        using PowerShell shell = PowerShell.Create();
        shell.Runspace = _runspace;

        // The thread's own: without it every path that is resolved outside of the pipeline throws and catches an exception.
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        try
        {
            SessionStateProxy session = _runspace.SessionStateProxy;
            if (session.Path.CurrentLocation.Path != _location)
            {
                session.Path.SetLocation(WildcardPattern.Escape(_location));
            }

            // Unattended, the first error is the result of the trial; what came after it would be about nothing.
            session.SetVariable("ErrorActionPreference", ActionPreference.Stop);
            session.SetVariable("ProgressPreference", ActionPreference.SilentlyContinue);
            session.SetVariable("Trial", scope.Trial.Shown);
            session.SetVariable("_", scope.Trial.Shown);
            shell.AddCommand(FunctionName, useLocalScope: true).AddArgument(scope.Trial.Shown);
            if (_using.Count > 0)
            {
                shell.AddParameter(UsingValues.ParameterName, _using);
            }

            shell.Streams.Warning.DataAdded += (_, e) => onMessage(shell.Streams.Warning[e.Index].Message);
            using (cancellation.Register(() => shell.BeginStop(null, null)))
            {
                foreach (PSObject output in shell.Invoke())
                {
                    scope.TakeOutput(output);
                }
            }

            cancellation.ThrowIfCancellationRequested();
            return scope.Trial.IsPruned ? Swp.Execution.TrialOutcome.Pruned : Swp.Execution.TrialOutcome.Complete;
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is RuntimeException or OperationCanceledException)
        {
            return Swp.Execution.TrialOutcome.Interrupted;
        }
        catch (RuntimeException e) when (Find<TrialPrunedException>(e) is not null)
        {
            return Swp.Execution.TrialOutcome.Pruned;
        }
        finally
        {
            _traces.Clear();
            Runspace.DefaultRunspace = before;
        }
    }

    /// <summary>The error of a trial from what its block threw.</summary>
    public static Swp.Execution.TrialError Describe(Exception exception)
    {
        if (exception is not RuntimeException { ErrorRecord: { } record })
        {
            return new(exception.GetType().Name, exception.Message);
        }

        string place = record.InvocationInfo is { ScriptLineNumber: > 0 } at
            ? FormattableString.Invariant($"line {at.ScriptLineNumber} of the script block: {at.Line.Trim()}")
            : string.Empty;
        return new(IdOf(record), record.Exception.Message, place);
    }

    /// <summary>The stable part of the id of an error; for <c>throw 'text'</c>, whose id is the text, that it was thrown.</summary>
    public static string IdOf(ErrorRecord record) =>
        record.FullyQualifiedErrorId == record.Exception.Message ? "Thrown" : record.FullyQualifiedErrorId.Split(',')[0];

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
