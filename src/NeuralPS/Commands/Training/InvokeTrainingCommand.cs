using System.Management.Automation;
using System.Runtime.ExceptionServices;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Invoke-Training: trains networks, and returns new, trained ones.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Training", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
[OutputType(EpochRecord.TypeName)]
public sealed class InvokeTrainingCommand : NeuralCommand
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

    /// <summary>The epochs to add.</summary>
    [Parameter(Position = 1, HelpMessage = "The number of epochs to train for; a trained network gets so many more.")]
    [ValidateRange(1, int.MaxValue)]
    public int Epoch { get; set; } = 10;

    /// <summary>The batch size.</summary>
    [Parameter(HelpMessage = "Samples to a batch. Without it the one of the training before, else 32; 1 for the perceptron rule.")]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>All samples in one batch.</summary>
    [Parameter(HelpMessage = "Takes all samples in one batch: gradient descent proper.")]
    public SwitchParameter FullBatch { get; set; }

    /// <summary>The update rule.</summary>
    [Parameter(HelpMessage = "The update rule: a name, or an object that New-Optimizer made. Without it the one of the training before, else Adam.")]
    [OptimizerTransformation]
    [ArgumentCompleter(typeof(OptimizerCompleter))]
    [ValidateNotNull]
    public Optimizer? Optimizer { get; set; }

    /// <summary>The learning rate.</summary>
    [Parameter(HelpMessage = "The learning rate, above 0. Without it the optimizer's.")]
    [ValidateInterval(Above = 0)]
    public double LearningRate { get; set; }

    /// <summary>The learning rate's schedule.</summary>
    [Parameter(HelpMessage = "How the learning rate changes: a name, or an object that New-LearningRateSchedule made. Without it the one of the training before, else Constant.")]
    [ScheduleTransformation]
    [ArgumentCompleter(typeof(ScheduleCompleter))]
    [ValidateNotNull]
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>Epochs to wait for an improvement.</summary>
    [Parameter(HelpMessage = "Stops after so many epochs without improvement, and gives back the weights of the best epoch.")]
    [ValidateRange(1, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>The smallest improvement.</summary>
    [Parameter(HelpMessage = "By how much a value must beat the best one to be an improvement for -Patience, at least 0.")]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinimumChange { get; set; }

    /// <summary>What tells better from worse.</summary>
    [Parameter(HelpMessage = "The column of the history that -Patience and the schedule Plateau go by. Without it ValidationLoss, or Loss without validation data.")]
    [ArgumentCompleter(typeof(MonitorCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Monitor { get; set; }

    /// <summary>The time limit.</summary>
    [Parameter(HelpMessage = "Ends the training with the epoch in which this time is up; training further continues exactly there.")]
    [ValidatePositiveTime]
    public TimeSpan MaxDuration { get; set; }

    /// <summary>The loss.</summary>
    [Parameter(HelpMessage = "The loss. Without it the one of the training before, else what the last layer and the data imply.")]
    public LossName Loss { get; set; }

    /// <summary>The metrics.</summary>
    [Parameter(HelpMessage = "What to measure. Without it accuracy for classes, and the mean absolute error for numbers.")]
    [ValidateNotNullOrEmpty]
    public MetricName[] Metric { get; set; } = [];

    /// <summary>The lasso penalty.</summary>
    [Parameter(HelpMessage = "Adds this factor times the sum of the absolute weights to the loss, for layers without a penalty of their own.")]
    [ValidateRange(0, double.MaxValue)]
    public double L1 { get; set; }

    /// <summary>The ridge penalty.</summary>
    [Parameter(HelpMessage = "Adds half this factor times the sum of the squared weights to the loss, for layers without a penalty of their own.")]
    [ValidateRange(0, double.MaxValue)]
    public double L2 { get; set; }

    /// <summary>The largest norm of the gradient.</summary>
    [Parameter(HelpMessage = "Scales the gradient down where its norm is above this.")]
    [ValidateInterval(Above = 0)]
    public double ClipNorm { get; set; }

    /// <summary>The largest element of the gradient.</summary>
    [Parameter(HelpMessage = "Cuts each element of the gradient to this absolute value.")]
    [ValidateInterval(Above = 0)]
    public double ClipValue { get; set; }

    /// <summary>Keeps the order of the samples.</summary>
    [Parameter(HelpMessage = "Takes the samples in the order of the data set in every epoch.")]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>The data to measure after each epoch.</summary>
    [Parameter(HelpMessage = "Samples to measure after each epoch, which are not learned from.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset? ValidationDataset { get; set; }

    /// <summary>The fraction to hold out.</summary>
    [Parameter(HelpMessage = "The fraction of the samples to hold out and measure after each epoch instead, above 0 and below 1.")]
    [ValidateInterval(Above = 0, Below = 1)]
    public double ValidationFraction { get; set; }

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits, on any number of threads.")]
    public ulong Seed { get; set; }

    /// <summary>The threads.</summary>
    [Parameter(HelpMessage = "The most threads to use. Without it as many as the process may use. The result does not depend on it.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; }

    /// <summary>Writes epoch records instead of the network.</summary>
    [Parameter(HelpMessage = "Writes the record of each epoch to the pipeline as it ends, instead of the network at the end; -OutNetwork takes that.")]
    public SwitchParameter AsEpochRecord { get; set; }

    /// <summary>A variable for the trained network.</summary>
    [Parameter(HelpMessage = "The name of a variable that receives the trained network, also after Ctrl+C.")]
    [ValidateNotNullOrEmpty]
    public string? OutNetwork { get; set; }

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

    private void Finish(Eng.Training.TrainingOutcome outcome)
    {
        var trained = new Network(outcome.Network);
        if (OutNetwork is not null)
        {
            SessionState.PSVariable.Set(OutNetwork, trained);
        }

        switch (outcome.End)
        {
            case Eng.Training.TrainingEnd.Cancelled:
                // The pipeline is being stopped: writing is over, variables are not.
                InterruptedNetwork.Keep(SessionState, trained);
                return;
            case Eng.Training.TrainingEnd.Diverged:
                InterruptedNetwork.Keep(SessionState, trained);
                ThrowTerminatingError(TrainingReport.CreateDivergence(outcome, trained));
                return;
            case Eng.Training.TrainingEnd.NotConverged:
                WriteWarning(
                    $"The perceptron rule did not converge within {outcome.Epoch} epochs: some samples are still wrong. The classes may not be "
                    + "linearly separable; add a hidden layer, or train for more epochs.");
                break;
            case Eng.Training.TrainingEnd.StoppedEarly:
            case Eng.Training.TrainingEnd.TimeUp:
                WriteVerbose(TrainingReport.DescribeEnd(outcome));
                break;
            case Eng.Training.TrainingEnd.Converged:
                WriteVerbose($"The perceptron rule converged in epoch {outcome.Epoch}: all samples are right.");
                break;
        }

        if (TrainingReport.FindSpentSchedule(outcome.Network.State) is { } warning)
        {
            WriteWarning(warning);
        }

        if (!AsEpochRecord)
        {
            WriteObject(trained);
        }
    }

    private Eng.Training.TrainingOptions CreateOptions()
    {
        bool Has(string name) => MyInvocation.BoundParameters.ContainsKey(name);
        Eng.Optimizers.Optimizer? optimizer = Optimizer?.Value;
        if (Has(nameof(LearningRate)))
        {
            optimizer = (optimizer ?? Network.Value.State?.Optimizer ?? Eng.Optimizers.OptimizerCatalog.Create("Adam")) with { LearningRate = LearningRate };
        }

        int usual = optimizer is Eng.Optimizers.PerceptronRule ? 1 : Network.Value.State?.BatchSize ?? 32;
        return new Eng.Training.TrainingOptions
        {
            Epochs = Epoch,
            BatchSize = FullBatch ? 0 : Has(nameof(BatchSize)) ? BatchSize : usual,
            Optimizer = optimizer,
            Loss = Has(nameof(Loss)) ? Eng.Losses.LossCatalog.Get(Loss.ToString()) : null,
            Metrics = Metric.Length > 0 ? [.. Metric.Distinct().Select(metric => Eng.Metrics.MetricCatalog.Get(metric.ToString()))] : null,
            Penalty = new Eng.Layers.Penalty(L1, L2),
            ClipNorm = ClipNorm,
            ClipValue = ClipValue,
            Shuffle = !NoShuffle,
            Seed = Has(nameof(Seed)) ? Seed : null,
            Threads = ThrottleLimit,
            Schedule = Schedule is { IsByName: true } ? Schedule.Value.Spanning(Epoch) : Schedule?.Value,
            RestartsSchedule = Schedule is { IsByName: true, Value.TotalLength: not null },
            Patience = Patience,
            MinimumChange = MinimumChange,
            Monitor = Monitor,
            MaxDuration = Has(nameof(MaxDuration)) ? MaxDuration : null,
            ValidationDataset = ValidationDataset?.Value,
            ValidationFraction = ValidationFraction,
        };
    }
}
