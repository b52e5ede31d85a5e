using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>AdaGrad: s += g^2, then w -= eta g / (sqrt(s) + epsilon). Steps shrink with all that was seen.</summary>
public sealed record AdaGrad : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 0.01 and epsilon = 1e-10.</summary>
    public AdaGrad() => LearningRate = 0.01;

    /// <inheritdoc/>
    public override string Name => "AdaGrad";

    /// <inheritdoc/>
    public override int SlotCount => 1;

    /// <summary>What keeps the division from zero, from 1e-30 to 1.</summary>
    public double Epsilon { get; init; } = 1e-10;

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
        [OptimizerSetting.Guard<AdaGrad>("Epsilon", o => o.Epsilon, (o, value) => o with { Epsilon = value })];

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update) =>
        UpdateLoop.Run(new Rule((float)update.LearningRate, (float)Epsilon), weights, gradient, slot0, slot1);

    private readonly struct Rule(float rate, float epsilon) : IUpdateRule
    {
        public static int SlotCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref float w, float g, ref float sum, ref float slot1)
        {
            sum = UpdateLoop.Flush(sum + (g * g));
            w -= rate * g / (MathF.Sqrt(sum) + epsilon);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> sum, ref Vector<float> slot1)
        {
            sum = UpdateLoop.Flush(sum + (g * g));
            w -= rate * g / (Vector.SquareRoot(sum) + new Vector<float>(epsilon));
        }
    }
}
