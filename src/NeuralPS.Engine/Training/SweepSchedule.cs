using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Training;

/// <summary>
/// The learning rate of a range test: it rises exponentially from update to update, the factor at update i of N being (max / min)^(i / (N - 1)).
/// No training keeps it, so that it has no place in the catalogue.
/// </summary>
internal sealed record SweepSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Name => "Sweep";

    /// <summary>The highest rate over the lowest, above 1.</summary>
    public required double Ratio { get; init; }

    /// <summary>Updates N, at least 2.</summary>
    public required int Steps { get; init; }

    /// <summary>Batches to an epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>The factor at an update, from 0.</summary>
    public double GetStepFactor(int step) => Math.Pow(Ratio, Math.Min(1, (double)step / (Steps - 1)));

    /// <inheritdoc/>
    private protected override double GetOwnFactor(double epoch, int reductions) => GetStepFactor((int)Math.Round(epoch * Batches));
}
