using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>Gradient descent: w -= eta (g + lambda w).</summary>
public sealed record SGD : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 0.01.</summary>
    public SGD() => LearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "SGD";

    /// <inheritdoc/>
    public override int SlotCount => 0;

    /// <summary>The weight decay lambda, at least 0; not applied to biases.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
        [OptimizerSetting.NotNegative<SGD>("WeightDecay", o => o.WeightDecay, (o, value) => o with { WeightDecay = value })];

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update) =>
        UpdateLoop.Run(
            new Rule((float)update.LearningRate, update.IsPenalised ? (float)WeightDecay : 0), weights, gradient, slot0, slot1);

    /// <summary>The step for a weight.</summary>
    internal readonly struct Rule(float rate, float decay) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int SlotCount => 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref float w, float g, ref float slot0, ref float slot1) => w -= rate * (g + (decay * w));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> slot0, ref Vector<float> slot1) =>
            w -= rate * (g + (decay * w));
    }
}
