namespace NeuralPS;

/// <summary>One update of Find-LearningRate.</summary>
public sealed class LearningRateStep
{
    internal LearningRateStep(double learningRate, double loss, double smoothedLoss)
    {
        LearningRate = learningRate;
        Loss = loss;
        SmoothedLoss = smoothedLoss;
    }

    /// <summary>The rate of the update.</summary>
    public double LearningRate { get; }

    /// <summary>The mean loss over the batch, before the update.</summary>
    public double Loss { get; }

    /// <summary>The average of the losses so far, the latest counting most.</summary>
    public double SmoothedLoss { get; }
}
