using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// What is minimised and measured.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>The loss.</summary>
    [Parameter(HelpMessage = "The loss, or one for each output. Without it that of the training before, else what the last layer and the data imply.")]
    [ValidateNotNullOrEmpty]
    public LossName[] Loss { get; set; } = [];

    /// <summary>The loss as a formula.</summary>
    [Parameter(HelpMessage = "The loss as a formula in the target y and the prediction p, such as '(y - p)^2', or one for each output, instead of -Loss.")]
    [ValidateNotNullOrEmpty]
    public string[] LossExpression { get; set; } = [];

    /// <summary>How much the loss of each output counts.</summary>
    [Parameter(HelpMessage = "How much the loss of each output counts, in order of the outputs. Without it each counts 1.")]
    [ValidateNotNullOrEmpty]
    [ValidateRange(0, double.MaxValue)]
    public double[] LossWeight { get; set; } = [];

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

    /// <summary>The label smoothing.</summary>
    [Parameter(HelpMessage = "Draws the targets of a cross-entropy away from certainty by this part, at least 0 and below 1, such as 0.1.")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double LabelSmoothing { get; set; }

    /// <summary>The weights of the classes.</summary>
    [Parameter(HelpMessage = "How much each class counts in the training loss: a hashtable by class name, such as @{ cat = 2; dog = 1 }, or Balanced.")]
    [ClassWeightTransformation]
    [ArgumentCompleter(typeof(ClassWeightCompleter))]
    [ValidateNotNull]
    public ClassWeight? ClassWeight { get; set; }

    private Eng.Training.TrainingOptions BindObjective(Eng.Training.TrainingOptions options) => options with
    {
        Loss = Try(Network, ChooseLoss),
        Metrics = Metric.Length > 0 ? [.. Metric.Distinct().Select(metric => Eng.Metrics.MetricCatalog.Get(metric.ToString()))] : null,
        Penalty = new Eng.Layers.Penalty(L1, L2),
        LabelSmoothing = LabelSmoothing,
        ClassWeights = ClassWeight?.Value,
    };

    private Eng.Losses.LossSet? ChooseLoss()
    {
        if (LossWeight.Length > 0 && Loss.Length == 0 && LossExpression.Length == 0)
        {
            throw new Eng.EngineException("LossMissing", "-LossWeight is given without -Loss or -LossExpression. Name the loss of each output, too.");
        }

        return LossBinding.Create(Loss, LossExpression, LossWeight);
    }
}
