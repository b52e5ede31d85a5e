namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// L-BFGS, the quasi-Newton method of limited memory (Liu, Nocedal 1989): each epoch is one iteration on the loss of the whole data
/// set. The direction is -H g, where H estimates the inverse of the second derivatives from the last <see cref="HistorySize"/> changes
/// of weights and gradient; a line search finds a step along it that meets the strong Wolfe conditions.
/// </summary>
public sealed record LBFGS : Optimizer
{
    /// <summary>Creates the rule with a first trial step of 1.</summary>
    public LBFGS() => LearningRate = 1;

    /// <inheritdoc/>
    public override string Name => "LBFGS";

    /// <summary>0: what it remembers is not elementwise, and kept apart.</summary>
    public override int SlotCount => 0;

    /// <summary>Changes of weights and gradient that are remembered, from 1 to 1000.</summary>
    public int HistorySize { get; init; } = 10;

    /// <summary>It has converged when no element of the gradient is larger, at least 0.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most evaluations of the loss in one line search, from 1 to 1000.</summary>
    public int MaximumEvaluation { get; init; } = 25;

    /// <summary>The changes remembered, and weights, gradient, direction and trials.</summary>
    internal override int ArrayCount => (2 * HistorySize) + 7;

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
    [
        OptimizerSetting.Count<LBFGS>("HistorySize", o => o.HistorySize, (o, value) => o with { HistorySize = value }),
        OptimizerSetting.NotNegative<LBFGS>("Tolerance", o => o.Tolerance, (o, value) => o with { Tolerance = value }),
        OptimizerSetting.Count<LBFGS>("MaximumEvaluation", o => o.MaximumEvaluation, (o, value) => o with { MaximumEvaluation = value }),
    ];

    /// <summary>Refuses: the steps of this rule go over the whole data set and all weights at once.</summary>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update) =>
        throw new NotSupportedException("LBFGS does not update weights batch by batch.");
}
