using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// What training minimises, for one sample: L(yhat, y), a sum over the outputs unless the loss says otherwise. The training
/// takes the mean over the batch.
/// </summary>
public abstract class Loss
{
    /// <summary>The name as users and files spell it, such as <c>CrossEntropy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The activation that the loss contains: when it is the network's last one, the loss works on the values before it,
    /// which is stable for any size of them. Null for losses that take outputs as they are.
    /// </summary>
    public virtual string? ContainedActivation => null;

    /// <summary>
    /// True when the loss contains <paramref name="activation"/>: the training then leaves it out of the network's last layer
    /// and evaluates the loss from logits.
    /// </summary>
    public virtual bool Contains(Activation? activation) =>
        ContainedActivation is not null && activation is not null && activation.Name == ContainedActivation;

    /// <summary>
    /// True when the loss is evaluated from logits over a network whose last activation is <paramref name="last"/>: it contains
    /// that activation, or it contains one and the network ends linearly, so that its outputs are the logits.
    /// </summary>
    /// <param name="last">The last activation; null stands for linear.</param>
    public bool TakesLogits(Activation? last) =>
        ContainedActivation is not null && (last is null || last.Name == "Linear" || Contains(last));

    /// <summary>How class labels become targets.</summary>
    public virtual TargetEncoding Encoding => TargetEncoding.OneHot;

    /// <summary>
    /// What label smoothing mixes into each target, so that y becomes (1 - s) y + s times this; null where labels cannot be smoothed.
    /// </summary>
    /// <param name="outputs">The number of outputs K.</param>
    public virtual double? GetSmoothingCentre(int outputs) => null;

    /// <summary>The loss of one sample, and its gradient with respect to <paramref name="output"/>.</summary>
    /// <param name="output">The outputs yhat; the logits where <paramref name="fromLogits"/> is set.</param>
    /// <param name="target">The targets y, as many as outputs.</param>
    /// <param name="gradient">Receives dL/d(output).</param>
    /// <param name="fromLogits">True when <paramref name="output"/> holds values before <see cref="ContainedActivation"/>.</param>
    /// <returns>L, computed in double precision.</returns>
    public abstract double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How class labels become target vectors.</summary>
public enum TargetEncoding
{
    /// <summary>1 for the class and 0 for the others; with one output, 0 or 1.</summary>
    OneHot,

    /// <summary>+1 for the class and -1 for the others; with one output, -1 or +1.</summary>
    Signed,
}
