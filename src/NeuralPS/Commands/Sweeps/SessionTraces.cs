using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// Empties a session after a script ran in it. PowerShell's own way to do so takes ten milliseconds, most of the time of a short trial,
/// and most scripts leave nothing: it is done only where a global variable is new or has another value.
/// </summary>
internal sealed class SessionTraces
{
    // PowerShell writes these by itself, or they are set anew before each trial.
    private static readonly HashSet<string> Passing = new(StringComparer.OrdinalIgnoreCase)
    {
        "?", "^", "$", "_", "Error", "ErrorActionPreference", "LASTEXITCODE", "Matches", "ProgressPreference", "PSCommandPath", "PSScriptRoot",
        "PWD", "StackTrace", "Trial",
    };

    private readonly Runspace _runspace;
    private Dictionary<string, object?> _before;

    /// <summary>Takes the session as it is for a clean one.</summary>
    public SessionTraces(Runspace runspace)
    {
        _runspace = runspace;
        _before = List();
    }

    /// <summary>Removes what a script has left.</summary>
    public void Clear()
    {
        if (HasTraces())
        {
            _runspace.ResetRunspaceState();
            _before = List();
            return;
        }

        SessionStateProxy session = _runspace.SessionStateProxy;
        session.PSVariable.Remove("LASTEXITCODE");
        session.PSVariable.Remove("Matches");
        (session.GetVariable("Error") as IList)?.Clear();
    }

    private bool HasTraces()
    {
        Dictionary<string, object?> now = List();
        return now.Any(variable => !_before.TryGetValue(variable.Key, out object? value) || !Equals(value, variable.Value))
            || now.Count != _before.Count
            || now.GetValueOrDefault("PSDefaultParameterValues") is IDictionary { Count: > 0 };
    }

    private Dictionary<string, object?> List() => _runspace.SessionStateProxy.InvokeProvider.ChildItem.Get("variable:", recurse: false)
        .Select(item => (PSVariable)item.BaseObject)
        .Where(variable => !Passing.Contains(variable.Name))
        .ToDictionary(variable => variable.Name, variable => (object?)variable.Value, StringComparer.OrdinalIgnoreCase);
}
