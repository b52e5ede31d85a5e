namespace NeuralPS.Engine.Schedules;

/// <summary>
/// The learning rate falls whenever what is monitored has not improved for some epochs: the factor after r such plateaus is
/// max(gamma^r, m). Epochs within the warm-up do not count as waiting.
/// </summary>
public sealed record PlateauSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Plateau";

    /// <summary>The factor gamma of a plateau, above 0 and at most 1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Epochs without improvement that make a plateau, a whole number of at least 1.</summary>
    public double Patience { get; init; } = 5;

    /// <summary>By how much a value must be better than the best one to be an improvement, at least 0.</summary>
    public double MinimumChange { get; init; } = 1e-4;

    /// <summary>The factor m below which the rate does not fall, from 0 to 1.</summary>
    public double MinimumFactor { get; init; }

    /// <inheritdoc/>
    private protected override IReadOnlyList<ScheduleSetting> OwnSettings =>
    [
        ScheduleSetting.Factor<PlateauSchedule>("Factor", s => s.Factor, (s, value) => s with { Factor = value }),
        ScheduleSetting.Count<PlateauSchedule>("Patience", s => s.Patience, (s, value) => s with { Patience = value }),
        ScheduleSetting.NotNegative<PlateauSchedule>("MinimumChange", s => s.MinimumChange, (s, value) => s with { MinimumChange = value }),
        ScheduleSetting.Part<PlateauSchedule>("MinimumFactor", s => s.MinimumFactor, (s, value) => s with { MinimumFactor = value }),
    ];

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => Math.Max(Math.Pow(Factor, reductions), MinimumFactor);
}
