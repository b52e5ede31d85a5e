using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// What is learned from, in which portions, and what is measured.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>The epochs to add.</summary>
    [Parameter(Position = 1, HelpMessage = "The number of epochs to train for; a trained network gets so many more.")]
    [ValidateRange(1, int.MaxValue)]
    public int Epoch { get; set; } = 10;

    /// <summary>The batch size.</summary>
    [Parameter(HelpMessage = "Samples to a batch. Without it the one of the training before, else 32; 1 for the perceptron rule.")]
    [ValidateRange(1, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>All samples in one batch.</summary>
    [Parameter(HelpMessage = "Takes all samples in one batch: gradient descent proper.")]
    public SwitchParameter FullBatch { get; set; }

    /// <summary>Keeps the order of the samples.</summary>
    [Parameter(HelpMessage = "Takes the samples in the order of the data set in every epoch.")]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>What happens to the images.</summary>
    [Parameter(HelpMessage = "What New-Augmentation makes: how the images to learn from vary from epoch to epoch. Those to measure stay as they are.")]
    [ValidateNotNull]
    public Augmentation? Augmentation { get; set; }

    /// <summary>The data to measure after each epoch.</summary>
    [Parameter(HelpMessage = "Samples to measure after each epoch, which are not learned from.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset? ValidationDataset { get; set; }

    /// <summary>The fraction to hold out.</summary>
    [Parameter(HelpMessage = "The fraction of the samples to hold out and measure after each epoch instead, above 0 and below 1.")]
    [ValidateInterval(Above = 0, Below = 1)]
    public double ValidationFraction { get; set; }

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits, on any number of threads.")]
    public ulong Seed { get; set; }

    /// <summary>The threads.</summary>
    [Parameter(HelpMessage = "The most threads to use. Without it as many as the process may use. The result does not depend on it.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; }

    private Eng.Training.TrainingOptions BindCourse(Eng.Training.TrainingOptions options)
    {
        // LBFGS goes by all samples anyway: its batches are the blocks that it adds up, and say nothing about those of other rules.
        Eng.Networks.TrainingState? before = Network.Value.State;
        bool isWhole = (options.Optimizer ?? before?.Optimizer) is Eng.Optimizers.LBFGS;
        int? last = isWhole == (before?.Optimizer is Eng.Optimizers.LBFGS) ? before?.BatchSize : null;
        int usual = options.Optimizer is Eng.Optimizers.PerceptronRule ? 1 : last ?? (isWhole ? 512 : 32);
        return options with
        {
            Epochs = Epoch,
            BatchSize = FullBatch ? 0 : Has(nameof(BatchSize)) ? BatchSize : usual,
            Shuffle = !NoShuffle,
            Augmentation = Augmentation?.Value,
            Seed = Has(nameof(Seed)) ? Seed : null,
            Threads = ThrottleLimit,
            ValidationDataset = ValidationDataset?.Value,
            ValidationFraction = ValidationFraction,
        };
    }
}
