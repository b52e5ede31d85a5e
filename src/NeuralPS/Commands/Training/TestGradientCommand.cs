using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Test-Gradient: compares the gradients of backpropagation with difference quotients.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Gradient")]
[OutputType(typeof(GradientCheck))]
public sealed class TestGradientCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network. Missing weights are initialised by the seed.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The samples.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The samples, all in one batch: a few are enough.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>The loss.</summary>
    [Parameter(HelpMessage = "The loss, or one for each output. Without it that of the training before, else what the last layer and the data imply.")]
    [ValidateNotNullOrEmpty]
    public LossName[] Loss { get; set; } = [];

    /// <summary>The loss as a formula.</summary>
    [Parameter(HelpMessage = "The loss as a formula in the target y and the prediction p, such as '(y - p)^2', or one for each output, instead of -Loss.")]
    [ValidateNotNullOrEmpty]
    public string[] LossExpression { get; set; } = [];

    /// <summary>The lasso penalty.</summary>
    [Parameter(HelpMessage = "Adds this factor times the sum of the absolute weights to the loss, for layers without a penalty of their own.")]
    [ValidateRange(0, double.MaxValue)]
    public double L1 { get; set; }

    /// <summary>The ridge penalty.</summary>
    [Parameter(HelpMessage = "Adds half this factor times the sum of the squared weights to the loss, for layers without a penalty of their own.")]
    [ValidateRange(0, double.MaxValue)]
    public double L2 { get; set; }

    /// <summary>The elements to try.</summary>
    [Parameter(HelpMessage = "The number of weights to try in each tensor, drawn by the seed.")]
    [ValidateRange(1, int.MaxValue)]
    public int Element { get; set; } = 20;

    /// <summary>The largest error that passes.</summary>
    [Parameter(HelpMessage = "The largest relative difference that passes.")]
    [ValidateInterval(Above = 0, AtMost = 1)]
    public double Tolerance { get; set; } = 0.01;

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits, on any number of threads.")]
    public ulong Seed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var results = Try(
            Network,
            () => Eng.Training.GradientCheck.Run(Network.Value, Dataset.Value, LossBinding.Create(Loss, LossExpression), new Eng.Layers.Penalty(L1, L2), Element, Seed));
        foreach (Eng.Training.GradientCheckResult result in results)
        {
            WriteObject(new GradientCheck(result.Tensor, result.Checked, result.Kinks, result.MaximumError, Tolerance));
        }
    }
}
