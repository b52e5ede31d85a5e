namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// Adam with decoupled weight decay: w -= eta lambda w, on weights only, beside the step of <see cref="Adam"/>.
/// </summary>
public sealed record AdamW : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 0.001, b1 = 0.9, b2 = 0.999, epsilon = 1e-8, lambda = 0.01.</summary>
    public AdamW() => LearningRate = 0.001;

    /// <inheritdoc/>
    public override string Name => "AdamW";

    /// <inheritdoc/>
    public override int SlotCount => 2;

    /// <summary>How fast the mean of the gradients forgets, b1: at least 0 and below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How fast the mean of their squares forgets, b2: at least 0 and below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What keeps the division from zero, from 1e-30 to 1.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The decoupled weight decay lambda, at least 0; not applied to biases.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
    [
        OptimizerSetting.Decay<AdamW>("Beta1", o => o.Beta1, (o, value) => o with { Beta1 = value }),
        OptimizerSetting.Decay<AdamW>("Beta2", o => o.Beta2, (o, value) => o with { Beta2 = value }),
        OptimizerSetting.Guard<AdamW>("Epsilon", o => o.Epsilon, (o, value) => o with { Epsilon = value }),
        OptimizerSetting.NotNegative<AdamW>("WeightDecay", o => o.WeightDecay, (o, value) => o with { WeightDecay = value }),
    ];

    /// <inheritdoc/>
    internal override UpdateStep BeginStep(double learningRate, long number) =>
        new(learningRate, Math.Pow(Beta1, number), Math.Pow(Beta2, number));

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update)
    {
        var rule = new AdamRule(Beta1, Beta2, Epsilon, update.IsPenalised ? WeightDecay : 0, in update);
        UpdateLoop.Run(rule, weights, gradient, slot0, slot1);
    }
}
