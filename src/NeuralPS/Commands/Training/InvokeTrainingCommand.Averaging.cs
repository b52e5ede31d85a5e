using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

// Which average of the weights is measured and comes out.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>Which average of the weights.</summary>
    [Parameter(HelpMessage = "Measures and gives back an average of the weights: exponential over the updates (EMA), or uniform over the epochs (SWA).")]
    public WeightAveraging WeightAveraging { get; set; }

    /// <summary>What an exponential average keeps.</summary>
    [Parameter(HelpMessage = "The part that an exponential average keeps with each update, at least 0 and below 1.")]
    [ValidateInterval(AtLeast = 0, Below = 1)]
    public double AveragingDecay { get; set; } = 0.999;

    /// <summary>The first epoch that counts.</summary>
    [Parameter(HelpMessage = "The first epoch whose weights count in the average, from 1.")]
    [ValidateRange(1, int.MaxValue)]
    public int AveragingStart { get; set; } = 1;

    private Eng.Training.TrainingOptions BindAveraging(Eng.Training.TrainingOptions options)
    {
        Eng.Networks.WeightAveraging? before = Network.Value.State?.Averaging?.Settings;
        bool hasDecay = Has(nameof(AveragingDecay));
        if (!Has(nameof(WeightAveraging)) && !hasDecay && !Has(nameof(AveragingStart)))
        {
            return options;
        }

        Eng.Networks.AveragingMethod method = Has(nameof(WeightAveraging))
            ? Enum.Parse<Eng.Networks.AveragingMethod>(WeightAveraging.ToString())
            : before?.Method ?? Eng.Networks.AveragingMethod.None;
        bool isUnused = method == Eng.Networks.AveragingMethod.None
            ? hasDecay || Has(nameof(AveragingStart))
            : hasDecay && method != Eng.Networks.AveragingMethod.Exponential;
        if (isUnused)
        {
            throw new Eng.EngineException(
                "AveragingUnused",
                "-AveragingDecay belongs to -WeightAveraging Exponential, and -AveragingStart to -WeightAveraging Exponential or Uniform. "
                + "Say which average is meant, or leave them out.");
        }

        return options with
        {
            Averaging = new Eng.Networks.WeightAveraging(method)
            {
                Decay = hasDecay ? AveragingDecay : before?.Decay ?? AveragingDecay,
                Start = Has(nameof(AveragingStart)) ? AveragingStart : before?.Start ?? AveragingStart,
            },
        };
    }
}
