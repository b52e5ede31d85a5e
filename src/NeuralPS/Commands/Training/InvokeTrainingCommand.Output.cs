using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// What comes out.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>A variable for the trained network.</summary>
    [Parameter(HelpMessage = "The name of a variable that receives the trained network, also after Ctrl+C.")]
    [ValidateNotNullOrEmpty]
    public string? OutNetwork { get; set; }

    private void Finish(Eng.Training.TrainingOutcome outcome, PipelineGuard guard)
    {
        var trained = new Network(outcome.Network);
        if (OutNetwork is not null)
        {
            SessionState.PSVariable.Set(OutNetwork, trained);
        }

        if (guard.IsRefused || outcome.End == Eng.Training.TrainingEnd.Cancelled)
        {
            // Writing is over, variables are not.
            InterruptedNetwork.Keep(SessionState, trained);
            if (Stopping && _trial is null)
            {
                new Terminal(this).Tell(InterruptedNetwork.Describe(outcome));
            }

            guard.ThrowRefusal();
            return;
        }

        switch (outcome.End)
        {
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
            case Eng.Training.TrainingEnd.Stopped:
                WriteVerbose(TrainingReport.DescribeEnd(outcome));
                break;
            case Eng.Training.TrainingEnd.Converged:
                WriteVerbose(TrainingReport.DescribeEnd(outcome));
                break;
        }

        if (_trial is not null)
        {
            _trial.OnTrained(trained);
            if (_trial.Trial.IsPruned)
            {
                Try(Network, _trial.Trial.ThrowWhenPruned);
            }
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
}
