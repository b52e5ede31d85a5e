namespace NeuralPS.Engine.Training;

/// <summary>One update of a learning-rate range test.</summary>
/// <param name="LearningRate">The rate of the update.</param>
/// <param name="Loss">The mean loss over its batch, before the update.</param>
/// <param name="SmoothedLoss">The average of the losses so far, in which those before count exponentially less, corrected for its start.</param>
public readonly record struct LearningRateRecord(double LearningRate, double Loss, double SmoothedLoss);

/// <summary>Why a range test ended.</summary>
public enum LearningRateEnd
{
    /// <summary>The highest rate was tried.</summary>
    Completed,

    /// <summary>The smoothed loss rose far above the best one.</summary>
    Diverged,

    /// <summary>The loss was not finite any more.</summary>
    NotFinite,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>What a learning-rate range test found.</summary>
/// <param name="Records">The updates in order, rates rising.</param>
/// <param name="Suggestion">
/// The rate at which the smoothed loss falls most steeply over log(rate), before its minimum; null where it never falls.
/// </param>
/// <param name="Minimum">The rate at which the smoothed loss is lowest; null without records.</param>
/// <param name="End">Why it ended.</param>
public sealed record LearningRateResult(
    IReadOnlyList<LearningRateRecord> Records, double? Suggestion, double? Minimum, LearningRateEnd End);
