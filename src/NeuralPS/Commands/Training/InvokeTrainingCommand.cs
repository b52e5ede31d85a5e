using System.Management.Automation;
using NeuralPS.Binding;
using NeuralPS.Loading;
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
        WarmUp.End();
        Eng.Training.TrainingOptions options = Try(Network, CreateOptions);
        if (IsPlanShown()
            && !IsWanted(Try(Network, () => TrainingReport.Describe(Eng.Training.Trainer.Describe(Network.Value, Dataset.Value, options)))))
        {
            return;
        }

        if (ValidationDataset is not null
            && Eng.Networks.NetworkChecks.FindOtherConversion(Dataset.Value, ValidationDataset.Value) is { } warning)
        {
            WriteWarning(warning);
        }

        using var guard = new PipelineGuard(Cancellation);
        var progress = new TrainingProgress(this, Network, options.Epochs, IsVerbose());
        Eng.Training.TrainingObserver observer = CreateObserver(guard, progress);
        Eng.Training.TrainingOutcome outcome;
        try
        {
            outcome = Try(Network, () => Train(options, observer, guard.Token));
        }
        finally
        {
            progress.Complete();
        }

        Finish(outcome, guard);
    }

    private bool IsWanted(string plan)
    {
        WriteDebug(plan);
        return ShouldProcess(plan, $"Train network '{Network.Name}'?", "Invoke-Training");
    }

    /// <summary>Collects what the topics have bound: one method each, in the topic's own file.</summary>
    private Eng.Training.TrainingOptions CreateOptions()
    {
        var options = new Eng.Training.TrainingOptions();
        options = BindRule(options);
        options = BindCourse(options);
        options = BindObjective(options);
        options = BindAveraging(options);
        options = BindStopping(options);
        options = BindCheckpoints(options);
        options = BindTrial(options);
        return options;
    }

    private bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
