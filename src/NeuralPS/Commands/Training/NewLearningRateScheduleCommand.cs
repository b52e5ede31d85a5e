using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>New-LearningRateSchedule: a schedule with settings of one's own.</summary>
[Cmdlet(VerbsCommon.New, "LearningRateSchedule")]
[OutputType(typeof(LearningRateSchedule))]
public sealed class NewLearningRateScheduleCommand : NeuralCommand
{
    /// <summary>The schedule.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The schedule.")]
    public ScheduleName Name { get; set; }

    /// <summary>The length.</summary>
    [Parameter(HelpMessage = "The epochs that it takes, above 0, warm-up not counted (Cosine, OneCycle).")]
    [ValidateRange(double.Epsilon, double.MaxValue)]
    public double Length { get; set; }

    /// <summary>Epochs from step to step.</summary>
    [Parameter(HelpMessage = "The epochs from one step to the next, at least 1 (Step).")]
    [ValidateRange(1, int.MaxValue)]
    public int Period { get; set; }

    /// <summary>The factor.</summary>
    [Parameter(HelpMessage = "What the rate is multiplied with: at each step, over each epoch, at each plateau; above 0 and at most 1 (Step, Exponential, Plateau).")]
    [ValidateRange(double.Epsilon, 1.0)]
    public double Factor { get; set; }

    /// <summary>The smallest factor.</summary>
    [Parameter(HelpMessage = "The part of the rate that is left at the end, from 0 to 1 (Cosine, OneCycle, Plateau).")]
    [ValidateRange(0.0, 1.0)]
    public double MinimumFactor { get; set; }

    /// <summary>The first factor.</summary>
    [Parameter(HelpMessage = "The part of the rate that it starts with, from 0 to 1 (OneCycle).")]
    [ValidateRange(0.0, 1.0)]
    public double StartFactor { get; set; }

    /// <summary>The part that rises.</summary>
    [Parameter(HelpMessage = "The part of the length over which the rate rises, from 0 to 1 (OneCycle).")]
    [ValidateRange(0.0, 1.0)]
    public double RisingPart { get; set; }

    /// <summary>Epochs to wait.</summary>
    [Parameter(HelpMessage = "The epochs without improvement after which the rate falls, at least 1 (Plateau).")]
    [ValidateRange(1, int.MaxValue)]
    public int Patience { get; set; }

    /// <summary>The smallest improvement.</summary>
    [Parameter(HelpMessage = "By how much a value must beat the best one to be an improvement, at least 0 (Plateau).")]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinimumChange { get; set; }

    /// <summary>The warm-up.</summary>
    [Parameter(HelpMessage = "Epochs over which the rate rises linearly from nearly 0 before the schedule itself begins, at least 0.")]
    [ValidateRange(0.0, double.MaxValue)]
    public double WarmUp { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var settings = new Dictionary<string, double>();
        foreach ((string parameter, double value) in new (string, double)[]
        {
            (nameof(Length), Length), (nameof(Period), Period), (nameof(Factor), Factor), (nameof(MinimumFactor), MinimumFactor),
            (nameof(StartFactor), StartFactor), (nameof(RisingPart), RisingPart), (nameof(Patience), Patience),
            (nameof(MinimumChange), MinimumChange), (nameof(WarmUp), WarmUp),
        })
        {
            if (MyInvocation.BoundParameters.ContainsKey(parameter))
            {
                settings[parameter] = value;
            }
        }

        WriteObject(new LearningRateSchedule(Try(Name, () => Eng.Schedules.ScheduleCatalog.FromDescription(Name.ToString(), settings))));
    }
}
