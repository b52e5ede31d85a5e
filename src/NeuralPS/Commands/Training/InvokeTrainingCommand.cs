using System.Management.Automation;
using System.Runtime.ExceptionServices;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Invoke-Training: trains networks, and returns new, trained ones.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Training", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
[OutputType(EpochRecord.TypeName)]
public sealed partial class InvokeTrainingCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network. It stays as it is; a new one comes out. A trained one continues where it stopped.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The samples.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The samples to learn from, with labels or targets.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Eng.Training.TrainingOptions options = CreateOptions();
        Eng.Training.TrainingPlan plan = Try(Network, () => Eng.Training.Trainer.Describe(Network.Value, Dataset.Value, options));
        string description = TrainingReport.Describe(plan);
        WriteDebug(description);
        if (!ShouldProcess(description, $"Train network '{Network.Name}'?", "Invoke-Training"))
        {
            return;
        }

        if (ValidationDataset is not null
            && Eng.Networks.NetworkChecks.FindOtherConversion(Dataset.Value, ValidationDataset.Value) is { } warning)
        {
            WriteWarning(warning);
        }

        var progress = new TrainingProgress(this, Network.Name, plan.Epochs);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ExceptionDispatchInfo? refusal = null;
        var observer = new Eng.Training.TrainingObserver
        {
            OnBatch = batch =>
            {
                try
                {
                    if (refusal is null && progress.IsDue)
                    {
                        progress.OnBatch(batch.Epoch, batch.Batch, batch.Batches, batch.MeanLoss);
                    }
                }
                catch (Exception e)
                {
                    Refuse(e);
                }
            },
            OnEpoch = record =>
            {
                try
                {
                    if (refusal is null)
                    {
                        Report(progress, record);
                    }
                }
                catch (Exception e)
                {
                    Refuse(e);
                }
            },
        };
        Eng.Training.TrainingOutcome outcome = Try(
            Network, () => Eng.Training.Trainer.Train(Network.Value, Dataset.Value, options, observer, ending.Token));
        progress.Complete();
        Finish(outcome);
        refusal?.Throw();

        // Writing is refused after Ctrl+C, or when a later cmdlet has seen enough (Select-Object -First): the training then ends
        // in good order, and what it learned is kept before the refusal goes its way.
        void Refuse(Exception e)
        {
            refusal = ExceptionDispatchInfo.Capture(e);
            ending.Cancel();
        }
    }

    private void Report(TrainingProgress progress, Eng.Networks.EpochRecord record)
    {
        progress.OnEpoch(record);
        if (AsEpochRecord)
        {
            WriteObject(EpochRecord.Create(record));
        }
    }

    /// <summary>Collects what the topics have bound: one method each, in the topic's own file.</summary>
    private Eng.Training.TrainingOptions CreateOptions()
    {
        var options = new Eng.Training.TrainingOptions();
        options = BindRule(options);
        options = BindCourse(options);
        options = BindObjective(options);
        options = BindStopping(options);
        return options;
    }

    private bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
