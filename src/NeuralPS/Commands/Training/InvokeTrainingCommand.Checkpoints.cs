using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// Where the training is kept as it goes.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>The folder of the checkpoints.</summary>
    [Parameter(HelpMessage = "The folder in which to keep checkpoints: network files from which -Resume continues. It is created where there is none.")]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>The interval between checkpoints.</summary>
    [Parameter(HelpMessage = "How often to write a checkpoint: a number of epochs, such as 5, or a time, such as 00:10:00, which may fall within an epoch.")]
    [CheckpointIntervalTransformation]
    [ValidateNotNull]
    public CheckpointInterval CheckpointEvery { get; set; } = new(1);

    /// <summary>The checkpoints to keep.</summary>
    [Parameter(HelpMessage = "How many of the latest checkpoints to keep, besides the best one.")]
    [ValidateRange(1, int.MaxValue)]
    public int CheckpointCount { get; set; } = 3;

    /// <summary>Continues from the latest checkpoint.</summary>
    [Parameter(HelpMessage = "Continues from the latest checkpoint in -CheckpointPath, to the same bits as without the interruption; begins where there is none.")]
    public SwitchParameter Resume { get; set; }

    private Eng.Training.TrainingOptions BindCheckpoints(Eng.Training.TrainingOptions options)
    {
        if (CheckpointPath is null)
        {
            return Resume || Has(nameof(CheckpointEvery)) || Has(nameof(CheckpointCount))
                ? throw new Eng.EngineException(
                    "CheckpointPathMissing",
                    $"-{(Resume ? nameof(Resume) : Has(nameof(CheckpointEvery)) ? nameof(CheckpointEvery) : nameof(CheckpointCount))} needs to know "
                    + "where the checkpoints are. Give -CheckpointPath.")
                : options;
        }

        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(CheckpointPath, out ProviderInfo provider, out _);
        FileResolver.RequireFileSystem(provider, CheckpointPath);
        return options with
        {
            Checkpoints = new Eng.Training.Checkpoints.CheckpointOptions
            {
                Folder = folder,
                EpochInterval = CheckpointEvery.Epochs ?? 0,
                TimeInterval = CheckpointEvery.Time,
                Count = CheckpointCount,
                Resumes = Resume,
            },
        };
    }
}
