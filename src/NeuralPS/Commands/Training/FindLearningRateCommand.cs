using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using NeuralPS.Binding;
using NeuralPS.Loading;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Find-LearningRate: sweeps the learning rate over batches, and suggests one.</summary>
[Cmdlet(VerbsCommon.Find, "LearningRate")]
[OutputType(typeof(LearningRateSearch))]
public sealed class FindLearningRateCommand : NeuralCommand
{
    private const string ChartCharacters = "│┤└─┴┊▲⠁⣿";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network. It stays as it is: a copy is trained and thrown away.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The samples.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The samples to learn from, with labels or targets.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>The first rate.</summary>
    [Parameter(HelpMessage = "The learning rate to begin with, above 0.")]
    [ValidateInterval(Above = 0)]
    public double Minimum { get; set; } = 1e-7;

    /// <summary>The last rate.</summary>
    [Parameter(HelpMessage = "The learning rate to end with, above -Minimum, unless the loss diverges before.")]
    [ValidateInterval(Above = 0)]
    public double Maximum { get; set; } = 10;

    /// <summary>The updates.</summary>
    [Parameter(HelpMessage = "The number of updates, each with a batch and a higher rate.")]
    [ValidateRange(10, 1_000_000)]
    public int StepCount { get; set; } = 100;

    /// <summary>The update rule.</summary>
    [Parameter(HelpMessage = "The update rule: a name, or an object that New-Optimizer made. Without it the one of the training before, else Adam.")]
    [OptimizerTransformation]
    [ArgumentCompleter(typeof(OptimizerCompleter))]
    [ValidateNotNull]
    public Optimizer? Optimizer { get; set; }

    /// <summary>The loss.</summary>
    [Parameter(HelpMessage = "The loss, or one for each output. Without it that of the training before, else what the last layer and the data imply.")]
    [ValidateNotNullOrEmpty]
    public LossName[] Loss { get; set; } = [];

    /// <summary>The loss as a formula.</summary>
    [Parameter(HelpMessage = "The loss as a formula in the target y and the prediction p, such as '(y - p)^2', or one for each output, instead of -Loss.")]
    [ValidateNotNullOrEmpty]
    public string[] LossExpression { get; set; } = [];

    /// <summary>The batch size.</summary>
    [Parameter(HelpMessage = "Samples to a batch. Without it the one of the training before, else 32.")]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits, on any number of threads.")]
    public ulong Seed { get; set; }

    /// <summary>The threads.</summary>
    [Parameter(HelpMessage = "The most threads to use. Without it as many as the process may use. The result does not depend on it.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WarmUp.End();
        Eng.Training.TrainingOptions options = Try(Network, CreateOptions);
        using var guard = new PipelineGuard(Cancellation);
        Eng.Training.LearningRateResult result = Sweep(options, guard);
        guard.ThrowRefusal();
        if (result.End == Eng.Training.LearningRateEnd.Cancelled)
        {
            return;
        }

        if (result.Suggestion is null)
        {
            WriteWarning(
                $"The loss of '{Network.Name}' never falls before it diverges or the sweep ends: there is no suggestion. Try lower or higher rates "
                + "(-Minimum, -Maximum), more updates (-StepCount), or scale the data (Convert-Dataset).");
        }

        bool isAscii = !new Terminal(this).CanShow(ChartCharacters);
        string optimizer = (options.Optimizer ?? Network.Value.State?.Optimizer)?.Name ?? "Adam";
        WriteObject(new LearningRateSearch(result, Network.Name, optimizer, isAscii));
    }

    private Eng.Training.TrainingOptions CreateOptions()
    {
        // What LBFGS takes for blocks of its sums says nothing about the batches of other rules.
        Eng.Networks.TrainingState? before = Network.Value.State;
        int usual = before is null or { Optimizer: Eng.Optimizers.LBFGS } ? 32 : before.BatchSize;
        return new Eng.Training.TrainingOptions
        {
            Optimizer = Optimizer?.Value,
            Loss = LossBinding.Create(Loss, LossExpression),
            BatchSize = Has(nameof(BatchSize)) ? BatchSize : usual,
            Seed = Has(nameof(Seed)) ? Seed : null,
            Threads = ThrottleLimit,
        };
    }

    private Eng.Training.LearningRateResult Sweep(Eng.Training.TrainingOptions options, PipelineGuard guard)
    {
        // Sweeps that run side by side show their bars in one host: each has a number of its own.
        int activity = RuntimeHelpers.GetHashCode(guard);
        long shown = 0;
        try
        {
            return Try(Network, () => Eng.Training.LearningRateSearch.Run(
                Network.Value, Dataset.Value, options, Minimum, Maximum, StepCount, (step, record) => Report(step, record.LearningRate, record.SmoothedLoss), guard.Token));
        }
        finally
        {
            Complete();
        }

        void Report(int step, double rate, double loss)
        {
            if (shown != 0 && Stopwatch.GetElapsedTime(shown) < Interval)
            {
                return;
            }

            shown = Stopwatch.GetTimestamp();
            guard.Do(() => WriteProgress(new ProgressRecord(
                activity, $"Sweeping the learning rate of {Network.Name}", FormattableString.Invariant($"Step {step} of {StepCount}: rate {rate:G3}, loss {loss:0.####}"))
            {
                PercentComplete = (int)(100L * step / StepCount),
            }));
        }

        void Complete()
        {
            if (shown != 0)
            {
                guard.Do(() => WriteProgress(new ProgressRecord(activity, "Sweeping", "done") { RecordType = ProgressRecordType.Completed }));
            }
        }
    }

    private bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
