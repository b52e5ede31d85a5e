using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>How a training ended.</summary>
/// <param name="Network">The network as trained so far; never the one that came in.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Epoch">The epoch in which it ended.</param>
/// <param name="Batch">The batch of that epoch in which it ended, from 1; 0 for the end of the epoch.</param>
public sealed record TrainingOutcome(Network Network, TrainingEnd End, int Epoch, int Batch);

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>
    /// Nothing would change any more: the perceptron rule made no correction in a whole epoch, so that every sample is right, or LBFGS
    /// found the gradient within its tolerance or no step that lowers the loss.
    /// </summary>
    Converged,

    /// <summary>All epochs are done, and the perceptron rule still made corrections: the classes may not be linearly separable.</summary>
    NotConverged,

    /// <summary>It was cancelled; the network holds all batches done so far, and training it further continues exactly there.</summary>
    Cancelled,

    /// <summary>The loss stopped being finite; the network is that of the last complete epoch, or the initial one.</summary>
    Diverged,

    /// <summary>Nothing improved for as many epochs as it was to wait; the network has the weights of the best epoch, and the whole history.</summary>
    StoppedEarly,

    /// <summary>The time was up at the end of an epoch; training further continues exactly there.</summary>
    TimeUp,

    /// <summary>Its observer ended it at the end of an epoch; training further continues exactly there.</summary>
    Stopped,
}
