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
    private readonly Dictionary<string, object?> _before = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the session as it is for a clean one.</summary>
    public SessionTraces(Runspace runspace)
    {
        _runspace = runspace;
        Remember();
    }

    /// <summary>Removes what a script has left.</summary>
    public void Clear()
    {
        if (HasTraces())
        {
            _runspace.ResetRunspaceState();
            Remember();
            return;
        }

        SessionStateProxy session = _runspace.SessionStateProxy;
        session.PSVariable.Remove("LASTEXITCODE");
        session.PSVariable.Remove("Matches");
        (session.GetVariable("Error") as IList)?.Clear();
    }

    private void Remember()
    {
        _before.Clear();
        foreach (PSVariable variable in List())
        {
            _before.Add(variable.Name, variable.Value);
        }
    }

    private bool HasTraces()
    {
        int count = 0;
        foreach (PSVariable variable in List())
        {
            count++;
            object? now = variable.Value;
            if (!_before.TryGetValue(variable.Name, out object? before) || !Equals(before, now)
                || (now is IDictionary { Count: > 0 } && variable.Name.Equals("PSDefaultParameterValues", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return count != _before.Count;
    }

    // The drive as a whole is the collection of its variables; its children, one by one, would come sorted and wrapped.
    private IEnumerable<PSVariable> List() => ((IEnumerable)_runspace.SessionStateProxy.InvokeProvider.Item.Get("variable:")[0].BaseObject)
        .Cast<PSVariable>()
        .Where(variable => !Passing.Contains(variable.Name));
}
