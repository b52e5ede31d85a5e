using System.Management.Automation;
using NeuralPS.Engine;
using NeuralPS.Sweeps;

namespace NeuralPS.Commands;

/// <summary>
/// What all cmdlets share: Ctrl+C cancels a token, and what the engine refuses becomes an error record with a stable id.
/// </summary>
public abstract class NeuralCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled by Ctrl+C. The cmdlet's own thread looks at it; nothing else happens there.</summary>
    protected CancellationToken Cancellation => _stopping.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the cmdlet holds, also after Ctrl+C.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>Does something whose failure ends the pipeline.</summary>
    protected void Try(object? target, Action action) => Try(target, () =>
    {
        action();
        return 0;
    });

    /// <summary>Computes something whose failure ends the pipeline.</summary>
    protected T Try<T>(object? target, Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        try
        {
            return function();
        }
        catch (Exception e) when (IsExpected(e))
        {
            ThrowTerminatingError(CreateError(e, target));
            throw;
        }
    }

    /// <summary>Does something for one of many inputs: its failure is written, and the others go on.</summary>
    /// <returns>True when it succeeded.</returns>
    protected bool TryOne(object? target, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (IsExpected(e))
        {
            WriteError(CreateError(e, target));
            return false;
        }
    }

    /// <summary>Warns when a data set was not converted as the network's training data were.</summary>
    private protected void WarnOfOtherConversion(Network network, Dataset dataset, bool withTargets)
    {
        if (Engine.Networks.NetworkChecks.FindOtherConversion(network.Value, dataset.Value, withTargets) is { } warning)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Whether -Verbose, as a switch or a preference, shows what is written for it: else its words need not be found.</summary>
    private protected bool IsVerbose() => IsOn("Verbose") ?? !IsSilent("VerbosePreference");

    /// <summary>Whether anybody reads what a cmdlet is about to do: with -Verbose, -Debug, -WhatIf or -Confirm, as switches or preferences.</summary>
    private protected bool IsPlanShown() =>
        IsVerbose()
        || (IsOn("Debug") ?? !IsSilent("DebugPreference"))
        || (IsOn("WhatIf") ?? GetVariableValue("WhatIfPreference") is not (null or false or SwitchParameter { IsPresent: false }))
        || (IsOn("Confirm") ?? GetVariableValue("ConfirmPreference") is not (ConfirmImpact.High or ConfirmImpact.None));

    /// <summary>The error record of an exception.</summary>
    protected static ErrorRecord CreateError(Exception exception, object? target)
    {
        ArgumentNullException.ThrowIfNull(exception);
        (string id, ErrorCategory category) = exception switch
        {
            EngineException { ErrorId: "CheckpointsInUse" } e => (e.ErrorId, ErrorCategory.ResourceBusy),
            EngineException { ErrorId: "FileExists" or "CheckpointsExist" } e => (e.ErrorId, ErrorCategory.ResourceExists),
            EngineException { ErrorId: "FileNotWritten" } e => (e.ErrorId, ErrorCategory.WriteError),
            EngineException { ErrorId: "FileNotFound" or "NoSuchLayer" or "NoSuchWeight" } e => (e.ErrorId, ErrorCategory.ObjectNotFound),
            EngineException { ErrorId: "OutOfMemory" } e => (e.ErrorId, ErrorCategory.ResourceUnavailable),
            EngineException { ErrorId: "NotInitialized" } e => (e.ErrorId, ErrorCategory.InvalidOperation),
            FileFormatException e => (e.ErrorId, ErrorCategory.InvalidData),
            DataException e => (e.ErrorId, ErrorCategory.InvalidData),
            EngineException e => (e.ErrorId, ErrorCategory.InvalidArgument),
            TrialPrunedException => ("TrialPruned", ErrorCategory.OperationStopped),
            JournalException e => (e.ErrorId, ErrorCategory.InvalidData),
            SweepException { ErrorId: "SweepNotFound" or "TrialNotFound" } e => (e.ErrorId, ErrorCategory.ObjectNotFound),
            SweepException { ErrorId: "SweepExists" } e => (e.ErrorId, ErrorCategory.ResourceExists),
            SweepException e => (e.ErrorId, ErrorCategory.InvalidArgument),
            UnauthorizedAccessException => ("AccessDenied", ErrorCategory.PermissionDenied),
            FileNotFoundException or DirectoryNotFoundException or ItemNotFoundException => ("FileNotFound", ErrorCategory.ObjectNotFound),
            IOException => ("FileError", ErrorCategory.ReadError),
            _ => ("Unexpected", ErrorCategory.NotSpecified),
        };
        return new ErrorRecord(exception, id, category, target);
    }

    private bool? IsOn(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? value) ? value is SwitchParameter { IsPresent: true } : null;

    private bool IsSilent(string preference) => GetVariableValue(preference) is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    private static bool IsExpected(Exception e) =>
        e is EngineException or SweepException or TrialPrunedException or IOException or UnauthorizedAccessException or OutOfMemoryException or ItemNotFoundException;
}
