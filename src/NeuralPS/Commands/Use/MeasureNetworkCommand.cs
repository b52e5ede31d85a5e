using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Use;

/// <summary>Measure-Network: how good a network is on a data set.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Network")]
[OutputType("NeuralPS.Evaluation")]
public sealed class MeasureNetworkCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The samples.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The samples to measure on, with labels or targets.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>The metrics.</summary>
    [Parameter(Position = 1, HelpMessage = "What to measure. Without it accuracy for classes, and the mean absolute error for numbers.")]
    [ValidateNotNullOrEmpty]
    public MetricName[] Metric { get; set; } = [];

    /// <summary>The loss.</summary>
    [Parameter(HelpMessage = "The loss, or one for each output. Without it that of the training before, else what the last layer and the data imply.")]
    [ValidateNotNullOrEmpty]
    public LossName[] Loss { get; set; } = [];

    /// <summary>The loss as a formula.</summary>
    [Parameter(HelpMessage = "The loss as a formula in the target y and the prediction p, such as '(y - p)^2', or one for each output, instead of -Loss.")]
    [ValidateNotNullOrEmpty]
    public string[] LossExpression { get; set; } = [];

    /// <summary>The threads.</summary>
    [Parameter(HelpMessage = "The most threads to use. Without it as many as the process may use. The result does not depend on it.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Eng.Metrics.Metric[]? metrics =
            Metric.Length > 0 ? [.. Metric.Distinct().Select(metric => Eng.Metrics.MetricCatalog.Get(metric.ToString()))] : null;
        Eng.Training.Evaluation evaluation;
        try
        {
            evaluation = Try(
                Network, () => Eng.Training.Evaluator.Measure(Network.Value, Dataset.Value, LossBinding.Create(Loss, LossExpression), metrics, ThrottleLimit, Cancellation));
        }
        catch (OperationCanceledException)
        {
            return;
        }

        WarnOfOtherConversion(Network, Dataset, withTargets: true);
        PSObject record = Record.Create("NeuralPS.Evaluation");
        record.Add("Network", Network.Name);
        record.Add("Loss", evaluation.Loss);
        foreach ((string name, double value) in evaluation.Metrics)
        {
            record.Add(name, value);
        }

        record.Add("Samples", evaluation.Samples);
        WriteObject(record);
    }
}
