using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// One step of an update rule for one weight, and the same for a vector of weights with the same bits: no fused
/// multiply-add, only operations whose rounding is prescribed. Then any split of the weights gives the same result.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>State values for each weight: 0, 1 or 2.</summary>
    static abstract int SlotCount { get; }

    /// <summary>The readable definition.</summary>
    void Step(ref float w, float g, ref float slot0, ref float slot1);

    /// <summary>The same for a vector.</summary>
    void Step(ref Vector<float> w, Vector<float> g, ref Vector<float> slot0, ref Vector<float> slot1);
}

/// <summary>Runs an update rule over weights, gradient and state in one pass.</summary>
internal static class UpdateLoop
{
    /// <summary>
    /// Moments below this become 0. .NET cannot flush denormal numbers, which are up to six times as slow, and the moments of
    /// units that died under ReLU fade into them.
    /// </summary>
    public const float Tiny = 1e-30f;

    /// <summary>Updates all of <paramref name="weights"/>; the other spans are as long, or empty where the rule has no slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(
        TRule rule, Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1)
        where TRule : struct, IUpdateRule
    {
        int n = weights.Length;
        if (gradient.Length < n || (TRule.SlotCount > 0 && slot0.Length < n) || (TRule.SlotCount > 1 && slot1.Length < n))
        {
            throw new ArgumentException("Gradient and state must be as long as the weights.", nameof(gradient));
        }

        ref float w = ref MemoryMarshal.GetReference(weights);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float s0 = ref MemoryMarshal.GetReference(slot0);
        ref float s1 = ref MemoryMarshal.GetReference(slot1);
        Vector<float> first = default, second = default;
        nuint i = 0;
        for (; i + (nuint)Vector<float>.Count <= (nuint)n; i += (nuint)Vector<float>.Count)
        {
            if (TRule.SlotCount > 0)
            {
                first = Vector.LoadUnsafe(ref s0, i);
            }

            if (TRule.SlotCount > 1)
            {
                second = Vector.LoadUnsafe(ref s1, i);
            }

            Vector<float> weight = Vector.LoadUnsafe(ref w, i);
            rule.Step(ref weight, Vector.LoadUnsafe(ref g, i), ref first, ref second);
            weight.StoreUnsafe(ref w, i);
            if (TRule.SlotCount > 0)
            {
                first.StoreUnsafe(ref s0, i);
            }

            if (TRule.SlotCount > 1)
            {
                second.StoreUnsafe(ref s1, i);
            }
        }

        float none0 = 0, none1 = 0;
        for (; i < (nuint)n; i++)
        {
            ref float state0 = ref TRule.SlotCount > 0 ? ref Unsafe.Add(ref s0, i) : ref none0;
            ref float state1 = ref TRule.SlotCount > 1 ? ref Unsafe.Add(ref s1, i) : ref none1;
            rule.Step(ref Unsafe.Add(ref w, i), Unsafe.Add(ref g, i), ref state0, ref state1);
        }
    }

    /// <summary>0 for a tiny moment, else the moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Flush(float moment) => MathF.Abs(moment) < Tiny ? 0 : moment;

    /// <summary>0 for tiny moments, else the moments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Flush(Vector<float> moments) => Vector.ConditionalSelect(
        Vector.LessThan(Vector.Abs(moments), new Vector<float>(Tiny)), Vector<float>.Zero, moments);
}
