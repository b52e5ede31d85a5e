using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// What is minimised and measured.
public sealed partial class InvokeTrainingCommand
{
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

    private Eng.Training.TrainingOptions BindObjective(Eng.Training.TrainingOptions options) => options with
    {
        Loss = Has(nameof(Loss)) ? Eng.Losses.LossCatalog.Get(Loss.ToString()) : null,
        Metrics = Metric.Length > 0 ? [.. Metric.Distinct().Select(metric => Eng.Metrics.MetricCatalog.Get(metric.ToString()))] : null,
        Penalty = new Eng.Layers.Penalty(L1, L2),
    };
}
