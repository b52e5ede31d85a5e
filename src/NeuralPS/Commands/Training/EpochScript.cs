using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NeuralPS.Commands.Training;

/// <summary>
/// The script block of -OnEpoch. It runs like that of ForEach-Object: in the scope of the caller, so that it can change the caller's
/// variables, with the record as <c>$_</c>, and as its first argument besides.
/// </summary>
internal sealed class EpochScript
{
    // The script runs in the scope of the caller, and what it has put out before break is kept, errors included.
    private const string Call = ". $args[0] $args[1] 2>&1 | & { param($kept) process { $null = $kept.Add($_) } } $args[2]";

    private readonly PSCmdlet _cmdlet;
    private readonly ScriptBlock _script;

    /// <summary>Prepares for a cmdlet.</summary>
    public EpochScript(PSCmdlet cmdlet, ScriptBlock script)
    {
        _cmdlet = cmdlet;
        _script = script;
    }

    /// <summary>True once the script has said <c>break</c>: epochs are its loop.</summary>
    public bool HasBroken { get; private set; }

    /// <summary>Runs the script for an epoch. What it puts out is shown, not sent down the pipeline, which is the trained network's.</summary>
    public void Run(PSObject record)
    {
        PSVariableIntrinsics variables = _cmdlet.SessionState.PSVariable;
        object? before = variables.GetValue("_");
        variables.Set("_", record);
        var output = new ArrayList();
        try
        {
            _cmdlet.InvokeCommand.InvokeScript(Call, useNewScope: false, PipelineResultTypes.None, input: null, _script, record, output);
        }
        catch (Exception e) when (e.GetType().Name is "BreakException")
        {
            HasBroken = true;
        }
        catch (Exception e) when (e.GetType().Name is "ContinueException")
        {
            // On to the next epoch: as in a loop.
        }
        finally
        {
            variables.Set("_", before);
            Show(output);
        }
    }

    private void Show(ArrayList output)
    {
        foreach (object? item in output)
        {
            if (item is ErrorRecord or PSObject { BaseObject: ErrorRecord })
            {
                _cmdlet.WriteError((ErrorRecord)((item as PSObject)?.BaseObject ?? item));
            }
            else
            {
                _cmdlet.WriteInformation(new HostInformationMessage { Message = item?.ToString() ?? "" }, ["PSHOST"]);
            }
        }
    }
}
