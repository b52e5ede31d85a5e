namespace NeuralPS.Engine.Schedules;

/// <summary>
/// The learning rate falls along half a cosine: the factor at t epochs is m + (1 - m) (1 + cos(pi min(t, T) / T)) / 2
/// (Loshchilov and Hutter, 2017, without restarts).
/// </summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Cosine";

    /// <summary>Epochs T of the fall, warm-up not counted, above 0.</summary>
    public double Length { get; init; } = 10;

    /// <summary>The factor m at the end, from 0 to 1.</summary>
    public double MinimumFactor { get; init; }

    /// <inheritdoc/>
    public override double? TotalLength => WarmUp + Length;

    /// <inheritdoc/>
    private protected override IReadOnlyList<ScheduleSetting> OwnSettings =>
    [
        ScheduleSetting.Positive<CosineSchedule>("Length", s => s.Length, (s, value) => s with { Length = value }),
        ScheduleSetting.Part<CosineSchedule>("MinimumFactor", s => s.MinimumFactor, (s, value) => s with { MinimumFactor = value }),
    ];

    /// <inheritdoc/>
    public override LearningRateSchedule Spanning(double epochs) => this with { Length = epochs - WarmUp };

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) =>
        MinimumFactor + ((1 - MinimumFactor) * (1 + Math.Cos(Math.PI * Math.Min(epoch, Length) / Length)) / 2);
}
