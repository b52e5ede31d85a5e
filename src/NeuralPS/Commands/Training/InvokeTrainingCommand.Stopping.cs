using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// When the training ends before its last epoch.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>Epochs to wait for an improvement.</summary>
    [Parameter(HelpMessage = "Stops after so many epochs without improvement, and gives back the weights of the best epoch.")]
    [ValidateRange(1, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>The smallest improvement.</summary>
    [Parameter(HelpMessage = "By how much a value must beat the best one to be an improvement for -Patience, at least 0.")]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinimumChange { get; set; }

    /// <summary>What tells better from worse.</summary>
    [Parameter(HelpMessage = "The column of the history that -Patience, the schedule Plateau and the best checkpoint go by. Without it ValidationLoss, or Loss without validation data.")]
    [ArgumentCompleter(typeof(MonitorCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Monitor { get; set; }

    /// <summary>The time limit.</summary>
    [Parameter(HelpMessage = "Ends the training with the epoch in which this time is up; training further continues exactly there.")]
    [ValidatePositiveTime]
    public TimeSpan MaxDuration { get; set; }

    private Eng.Training.TrainingOptions BindStopping(Eng.Training.TrainingOptions options) => options with
    {
        Patience = Patience,
        MinimumChange = MinimumChange,
        Monitor = Monitor,
        MaxDuration = Has(nameof(MaxDuration)) ? MaxDuration : null,
    };
}
