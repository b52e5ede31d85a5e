namespace NeuralPS.Engine.Schedules;

/// <summary>The learning rate stays as it is: the factor is 1.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Constant";

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => 1;
}
