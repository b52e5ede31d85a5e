namespace NeuralPS.Engine.Schedules;

/// <summary>The learning rate rises linearly over the first epochs, and then stays.</summary>
public sealed record WarmUpSchedule : LearningRateSchedule
{
    /// <summary>Creates the schedule with a warm-up of 5 epochs.</summary>
    public WarmUpSchedule() => WarmUp = 5;

    /// <inheritdoc/>
    public override string Name => "WarmUp";

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => 1;
}
