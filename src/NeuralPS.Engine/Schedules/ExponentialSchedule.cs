namespace NeuralPS.Engine.Schedules;

/// <summary>The learning rate falls with every update: the factor at t epochs is gamma^t.</summary>
public sealed record ExponentialSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Exponential";

    /// <summary>The factor gamma of an epoch, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.95;

    /// <inheritdoc/>
    private protected override IReadOnlyList<ScheduleSetting> OwnSettings =>
        [ScheduleSetting.Factor<ExponentialSchedule>("Factor", s => s.Factor, (s, value) => s with { Factor = value })];

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => Math.Pow(Factor, epoch);
}
