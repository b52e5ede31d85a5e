using NeuralPS.Commands.Sweeps;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// A training within a trial of a sweep.
public sealed partial class InvokeTrainingCommand
{
    // Short trainings leave no file: to do them again costs less than to write one.
    private static readonly TimeSpan TrialCheckpointInterval = TimeSpan.FromSeconds(15);

    private TrialScope? _trial;

    private Eng.Training.TrainingOptions BindTrial(Eng.Training.TrainingOptions options)
    {
        _trial = TrialScope.Current;
        if (_trial is null)
        {
            return options;
        }

        string folder = _trial.BeginTraining();
        return options with
        {
            Seed = Has(nameof(Seed)) || Network.Value.State is not null ? options.Seed : _trial.Trial.Seed,
            Threads = Has(nameof(ThrottleLimit)) ? options.Threads : _trial.Threads,
            Checkpoints = options.Checkpoints ?? new Eng.Training.Checkpoints.CheckpointOptions
            {
                Folder = folder,
                EpochInterval = 0,
                TimeInterval = TrialCheckpointInterval,
                Count = 1,
                Resumes = true,
                KeepsShort = false,
            },
        };
    }

    private Eng.Training.TrainingOutcome Train(
        Eng.Training.TrainingOptions options, Eng.Training.TrainingObserver observer, CancellationToken cancellation)
    {
        try
        {
            return Eng.Training.Trainer.Train(Network.Value, Dataset.Value, options, observer, cancellation);
        }
        catch (Eng.EngineException e) when (_trial is not null && CheckpointPath is null && e.ErrorId is "CheckpointDiffers" or "CheckpointBeyond")
        {
            // The script was changed between two runs of the sweep: what an earlier one left behind belongs to nothing any more.
            WriteWarning($"{_trial!.Trial} begins anew: its script has changed since its checkpoint was written.");
            Directory.Delete(options.Checkpoints!.Folder, recursive: true);
            return Eng.Training.Trainer.Train(Network.Value, Dataset.Value, options, observer, cancellation);
        }
    }
}
