namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// Rosenblatt's rule: w += eta y x for every mistake. With the perceptron loss, whose gradient is -y x for a mistake and 0
/// otherwise, and single samples, it is gradient descent with the learning rate 1; it is a rule of its own so that the
/// training can tell that it is meant, and report when it did not converge.
/// </summary>
public sealed record PerceptronRule : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 1.</summary>
    public PerceptronRule() => LearningRate = 1;

    /// <inheritdoc/>
    public override string Name => "PerceptronRule";

    /// <inheritdoc/>
    public override int SlotCount => 0;

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update) =>
        UpdateLoop.Run(new SGD.Rule((float)update.LearningRate, 0), weights, gradient, slot0, slot1);
}
