namespace NeuralPS.Engine.Schedules;

/// <summary>The learning rate falls in steps: the factor at t epochs is gamma^floor(t / P).</summary>
public sealed record StepSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Step";

    /// <summary>Epochs P from step to step, a whole number of at least 1.</summary>
    public double Period { get; init; } = 10;

    /// <summary>The factor gamma of a step, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <inheritdoc/>
    private protected override IReadOnlyList<ScheduleSetting> OwnSettings =>
    [
        ScheduleSetting.Count<StepSchedule>("Period", s => s.Period, (s, value) => s with { Period = value }),
        ScheduleSetting.Factor<StepSchedule>("Factor", s => s.Factor, (s, value) => s with { Factor = value }),
    ];

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => Math.Pow(Factor, Math.Floor(epoch / Period));
}
