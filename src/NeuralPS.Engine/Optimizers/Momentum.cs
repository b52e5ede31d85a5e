using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// Gradient descent with momentum, as in PyTorch: v = mu v + g + lambda w, then w -= eta v.
/// </summary>
public sealed record Momentum : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 0.01 and mu = 0.9.</summary>
    public Momentum() => LearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "Momentum";

    /// <inheritdoc/>
    public override int SlotCount => 1;

    /// <summary>The momentum mu, at least 0 and below 1.</summary>
    public double MomentumFactor { get; init; } = 0.9;

    /// <summary>The weight decay lambda, at least 0; not applied to biases.</summary>
    public double WeightDecay { get; init; }

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
    [
        OptimizerSetting.Decay<Momentum>("Momentum", o => o.MomentumFactor, (o, value) => o with { MomentumFactor = value }),
        OptimizerSetting.NotNegative<Momentum>("WeightDecay", o => o.WeightDecay, (o, value) => o with { WeightDecay = value }),
    ];

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update)
    {
        var rule = new Rule((float)update.LearningRate, (float)MomentumFactor, update.IsPenalised ? (float)WeightDecay : 0);
        UpdateLoop.Run(rule, weights, gradient, slot0, slot1);
    }

    private readonly struct Rule(float rate, float momentum, float decay) : IUpdateRule
    {
        public static int SlotCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref float w, float g, ref float velocity, ref float slot1)
        {
            g += decay * w;
            velocity = UpdateLoop.Flush((momentum * velocity) + g);
            w -= rate * velocity;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> velocity, ref Vector<float> slot1)
        {
            g += decay * w;
            velocity = UpdateLoop.Flush((momentum * velocity) + g);
            w -= rate * velocity;
        }
    }
}
