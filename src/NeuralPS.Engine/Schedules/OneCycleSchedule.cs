namespace NeuralPS.Engine.Schedules;

/// <summary>
/// The learning rate rises to the optimizer's and falls far below where it began (Smith and Topin, 2018), along half a cosine each:
/// over the first p T epochs from the factor s to 1, over the rest from 1 to m.
/// </summary>
public sealed record OneCycleSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "OneCycle";

    /// <summary>Epochs T of the whole cycle, above 0.</summary>
    public double Length { get; init; } = 10;

    /// <summary>The part p of the cycle in which the rate rises, from 0 to 1.</summary>
    public double RisingPart { get; init; } = 0.3;

    /// <summary>The factor s at the start, from 0 to 1.</summary>
    public double StartFactor { get; init; } = 0.04;

    /// <summary>The factor m at the end, from 0 to 1.</summary>
    public double MinimumFactor { get; init; } = 4e-6;

    /// <inheritdoc/>
    public override double? TotalLength => WarmUp + Length;

    /// <inheritdoc/>
    private protected override IReadOnlyList<ScheduleSetting> OwnSettings =>
    [
        ScheduleSetting.Positive<OneCycleSchedule>("Length", s => s.Length, (s, value) => s with { Length = value }),
        ScheduleSetting.Part<OneCycleSchedule>("RisingPart", s => s.RisingPart, (s, value) => s with { RisingPart = value }),
        ScheduleSetting.Part<OneCycleSchedule>("StartFactor", s => s.StartFactor, (s, value) => s with { StartFactor = value }),
        ScheduleSetting.Part<OneCycleSchedule>("MinimumFactor", s => s.MinimumFactor, (s, value) => s with { MinimumFactor = value }),
    ];

    /// <inheritdoc/>
    public override LearningRateSchedule Spanning(double epochs) => this with { Length = epochs - WarmUp };

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions)
    {
        double rise = RisingPart * Length;
        return epoch < rise
            ? Blend(StartFactor, 1, epoch / rise)
            : epoch < Length ? Blend(1, MinimumFactor, (epoch - rise) / (Length - rise)) : MinimumFactor;
    }

    private static double Blend(double from, double to, double part) => to + ((from - to) * (1 + Math.Cos(Math.PI * part)) / 2);
}
