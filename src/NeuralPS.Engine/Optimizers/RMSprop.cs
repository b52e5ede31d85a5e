using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// RMSprop in PyTorch's form: v = rho v + (1 - rho) g^2, then w -= eta g / (sqrt(v) + epsilon).
/// </summary>
/// <remarks>
/// The learning rate starts at Keras' 0.001, not PyTorch's 0.01: v starts at 0, so the first step is ten times eta long.
/// </remarks>
public sealed record RMSprop : Optimizer
{
    /// <summary>Creates the rule with the learning rate eta = 0.001, rho = 0.99 and epsilon = 1e-8.</summary>
    public RMSprop() => LearningRate = 0.001;

    /// <inheritdoc/>
    public override string Name => "RMSprop";

    /// <inheritdoc/>
    public override int SlotCount => 1;

    /// <summary>How fast the mean of squares forgets, rho (PyTorch's alpha): at least 0 and below 1.</summary>
    public double Rho { get; init; } = 0.99;

    /// <summary>What keeps the division from zero, from 1e-30 to 1.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    private protected override IReadOnlyList<OptimizerSetting> OwnSettings =>
    [
        OptimizerSetting.Decay<RMSprop>("Rho", o => o.Rho, (o, value) => o with { Rho = value }),
        OptimizerSetting.Guard<RMSprop>("Epsilon", o => o.Epsilon, (o, value) => o with { Epsilon = value }),
    ];

    /// <inheritdoc/>
    internal override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update)
    {
        var rule = new Rule((float)update.LearningRate, (float)Rho, (float)(1 - Rho), (float)Epsilon);
        UpdateLoop.Run(rule, weights, gradient, slot0, slot1);
    }

    private readonly struct Rule(float rate, float rho, float share, float epsilon) : IUpdateRule
    {
        public static int SlotCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref float w, float g, ref float square, ref float slot1)
        {
            square = UpdateLoop.Flush((rho * square) + (share * g * g));
            w -= rate * g / (MathF.Sqrt(square) + epsilon);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> square, ref Vector<float> slot1)
        {
            square = UpdateLoop.Flush((rho * square) + (share * g * g));
            w -= rate * g / (Vector.SquareRoot(square) + new Vector<float>(epsilon));
        }
    }
}
