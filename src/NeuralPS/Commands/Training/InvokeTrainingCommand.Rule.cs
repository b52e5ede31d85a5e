using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// How the weights are updated.
public sealed partial class InvokeTrainingCommand
{
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

    /// <summary>The largest norm of the gradient.</summary>
    [Parameter(HelpMessage = "Scales the gradient down where its norm is above this.")]
    [ValidateInterval(Above = 0)]
    public double ClipNorm { get; set; }

    /// <summary>The largest element of the gradient.</summary>
    [Parameter(HelpMessage = "Cuts each element of the gradient to this absolute value.")]
    [ValidateInterval(Above = 0)]
    public double ClipValue { get; set; }

    private Eng.Training.TrainingOptions BindRule(Eng.Training.TrainingOptions options)
    {
        Eng.Optimizers.Optimizer? optimizer = Optimizer?.Value;
        if (Has(nameof(LearningRate)))
        {
            optimizer = (optimizer ?? Network.Value.State?.Optimizer ?? Eng.Optimizers.OptimizerCatalog.Create("Adam")) with { LearningRate = LearningRate };
        }

        return options with
        {
            Optimizer = optimizer,
            Schedule = Schedule is { IsByName: true } ? Schedule.Value.Spanning(Epoch) : Schedule?.Value,
            RestartsSchedule = Schedule is { IsByName: true, Value.TotalLength: not null },
            ClipNorm = ClipNorm,
            ClipValue = ClipValue,
        };
    }
}
