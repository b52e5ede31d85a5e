using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// What happens while the training runs.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>What to do after each epoch.</summary>
    [Parameter(HelpMessage = "A script block to run after each epoch, with its record as $_ and as first argument; break ends the training.")]
    [ValidateNotNull]
    public ScriptBlock? OnEpoch { get; set; }

    /// <summary>Writes epoch records instead of the network.</summary>
    [Parameter(HelpMessage = "Writes the record of each epoch to the pipeline as it ends, instead of the network at the end; -OutNetwork takes that.")]
    public SwitchParameter AsEpochRecord { get; set; }

    private Eng.Training.TrainingObserver CreateObserver(PipelineGuard guard, TrainingProgress progress)
    {
        EpochScript? script = OnEpoch is null ? null : new EpochScript(this, OnEpoch);
        return new Eng.Training.TrainingObserver
        {
            OnPlanned = bytes => _trial?.OnPlanned(bytes),
            OnBatch = batch =>
            {
                if (progress.IsDue)
                {
                    Show(batch);
                }
            },
            OnEpoch = record => guard.Do(() =>
            {
                progress.OnEpoch(record);
                if (AsEpochRecord)
                {
                    WriteObject(EpochRecord.Create(record));
                }

                script?.Run(EpochRecord.Create(record));
                _trial?.OnEpoch(record);
            }),
            OnCheckpoint = () => guard.Do(() => _trial?.Trial.Active.WriteReports()),
            IsStopRequested = () => script is { HasBroken: true } || _trial is { Trial.IsPruned: true },
            OnMessage = message => guard.Do(() => WriteVerbose(message)),
            OnWarning = message => guard.Do(() => WriteWarning(message)),
        };

        // Apart, so that a batch that shows nothing makes no garbage.
        void Show(Eng.Training.BatchProgress batch) => guard.Do(() => progress.OnBatch(batch.Epoch, batch.Batch, batch.Batches, batch.MeanLoss));
    }
}
