using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training;

/// <summary>What one output of a network is compared with, and how.</summary>
/// <param name="Output">The name of the layer.</param>
/// <param name="Shape">The shape of what it puts out for a sample.</param>
/// <param name="FirstTarget">Where its values begin in a row of targets for all outputs.</param>
/// <param name="TargetLength">The values of a row of targets for all outputs.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Head">How the loss meets the end of the network.</param>
/// <param name="Weight">How much the loss counts.</param>
internal sealed record ObjectivePart(
    string Output, Shape Shape, int FirstTarget, int TargetLength, Loss Loss, LossHead Head, double Weight);
