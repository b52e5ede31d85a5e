using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>New-Optimizer: an update rule with settings of one's own.</summary>
[Cmdlet(VerbsCommon.New, "Optimizer")]
[OutputType(typeof(Optimizer))]
public sealed class NewOptimizerCommand : NeuralCommand
{
    /// <summary>The rule.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The update rule.")]
    public OptimizerName Name { get; set; }

    /// <summary>The learning rate.</summary>
    [Parameter(Position = 1, HelpMessage = "The learning rate, above 0. Without it the rule's usual one.")]
    [ValidateInterval(Above = 0)]
    public double LearningRate { get; set; }

    /// <summary>The momentum.</summary>
    [Parameter(HelpMessage = "The part of the last step that goes on, at least 0 and below 1 (Momentum, Nesterov).")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double Momentum { get; set; }

    /// <summary>The decay of RMSprop's mean square.</summary>
    [Parameter(HelpMessage = "The decay of the mean square, at least 0 and below 1 (RMSprop).")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double Rho { get; set; }

    /// <summary>The decay of the first moment.</summary>
    [Parameter(HelpMessage = "The decay of the first moment, at least 0 and below 1 (Adam, AdamW).")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double Beta1 { get; set; }

    /// <summary>The decay of the second moment.</summary>
    [Parameter(HelpMessage = "The decay of the second moment, at least 0 and below 1 (Adam, AdamW).")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double Beta2 { get; set; }

    /// <summary>What keeps a division from zero.</summary>
    [Parameter(HelpMessage = "What keeps divisions from zero (AdaGrad, RMSprop, Adam, AdamW).")]
    [ValidateRange(1e-30, 1.0)]
    public double Epsilon { get; set; }

    /// <summary>The weight decay.</summary>
    [Parameter(HelpMessage = "The weight decay, at least 0: for AdamW apart from the gradient.")]
    [ValidateRange(0, double.MaxValue)]
    public double WeightDecay { get; set; }

    /// <summary>The changes to remember.</summary>
    [Parameter(HelpMessage = "The changes of weights and gradient that are remembered (LBFGS).")]
    [ValidateRange(1, 1000)]
    public int HistorySize { get; set; }

    /// <summary>When it has converged.</summary>
    [Parameter(HelpMessage = "It has converged when no element of the gradient is larger, at least 0 (LBFGS).")]
    [ValidateRange(0, double.MaxValue)]
    public double Tolerance { get; set; }

    /// <summary>The most evaluations of a line search.</summary>
    [Parameter(HelpMessage = "The most evaluations of the loss in one line search (LBFGS).")]
    [ValidateRange(1, 1000)]
    public int MaximumEvaluation { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var settings = new Dictionary<string, double>();
        foreach ((string parameter, double value) in new (string, double)[]
        {
            (nameof(LearningRate), LearningRate), (nameof(Momentum), Momentum), (nameof(Rho), Rho), (nameof(Beta1), Beta1),
            (nameof(Beta2), Beta2), (nameof(Epsilon), Epsilon), (nameof(WeightDecay), WeightDecay),
            (nameof(HistorySize), HistorySize), (nameof(Tolerance), Tolerance), (nameof(MaximumEvaluation), MaximumEvaluation),
        })
        {
            if (MyInvocation.BoundParameters.ContainsKey(parameter))
            {
                settings[parameter] = value;
            }
        }

        WriteObject(new Optimizer(Try(Name, () => Eng.Optimizers.OptimizerCatalog.FromDescription(Name.ToString(), settings))));
    }
}
