using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Complete-Trial: tells a sweep how a trial ended that New-Trial gave out.</summary>
[Cmdlet(VerbsLifecycle.Complete, "Trial", DefaultParameterSetName = "Result")]
[OutputType(TrialRecord.TypeName)]
public sealed class CompleteTrialCommand : NeuralCommand
{
    /// <summary>The trial.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The trial, as New-Trial gave it.")]
    [ValidateNotNull]
    public SweepTrial Trial { get; set; } = null!;

    /// <summary>What was measured.</summary>
    [Parameter(Position = 0, ParameterSetName = "Result", HelpMessage = "What was measured: a hashtable of metrics, or the value of the only objective. What the trial was told by SetMetric counts, too.")]
    [ValidateNotNull]
    public object? Result { get; set; }

    /// <summary>It was stopped early.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Pruned", HelpMessage = "The trial was stopped early; its value is the last that it reported.")]
    public SwitchParameter Pruned { get; set; }

    /// <summary>It failed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Failed", HelpMessage = "Why the trial failed: a text, or the error record, such as $_ in a catch block.")]
    [ValidateNotNull]
    public object? Failure { get; set; }

    /// <summary>Writes the record of the trial.</summary>
    [Parameter(HelpMessage = "Writes the record of the trial to the pipeline.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Swp.Execution.Sweep sweep = Trial.Sweep.Value;
        Try(Trial, () => Finish(sweep));
        if (PassThru)
        {
            WriteObject(new TrialRecord(Trial.Sweep, Trial.Sweep.ReadTrials()).Create(Trial.Active.Record));
        }
    }

    private void Finish(Swp.Execution.Sweep sweep)
    {
        if (Trial.Active.Record.IsFinished)
        {
            throw new Swp.SweepException("TrialFinished", $"{Trial} is {Trial.Active.Record.State} already, and remains so.");
        }

        switch (ParameterSetName)
        {
            case "Pruned":
                sweep.Prune(Trial.Active);
                break;
            case "Failed":
                object? failure = SweepValue.Unwrap(Failure);
                sweep.Fail(Trial.Active, failure is ErrorRecord record
                    ? new(TrialWorker.IdOf(record), record.Exception.Message)
                    : new("Failed", failure?.ToString() ?? string.Empty));
                break;
            default:
                TakeResult();
                if (!sweep.Complete(Trial.Active))
                {
                    Swp.Execution.TrialError error = Swp.Execution.TrialError.Of(Trial.Active.Record)!;
                    throw new Swp.SweepException(error.Id, error.Message);
                }

                break;
        }
    }

    private void TakeResult()
    {
        switch (SweepValue.Unwrap(Result))
        {
            case null:
                break;
            case IDictionary metrics:
                foreach (DictionaryEntry entry in metrics)
                {
                    Trial.SetMetric(entry.Key.ToString() ?? string.Empty, ToNumber(SweepValue.Unwrap(entry.Value)));
                }

                break;
            case { } value when Trial.Sweep.Definition.Objectives is [{ } objective]:
                Trial.SetMetric(objective.Name, ToNumber(value));
                break;
            default:
                throw new Swp.SweepException(
                    "ResultNotNamed", $"Sweep '{Trial.Sweep.Name}' has several objectives. Give the result as a hashtable: @{{ name = value }}.");
        }
    }

    private static double ToNumber(object? value)
    {
        try
        {
            return Convert.ToDouble(value, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new Swp.SweepException("ResultNotANumber", $"'{value}' is no number. Metrics are numbers.", e);
        }
    }
}
