using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// Softmax and cross-entropy of one sample with few classes, whose logits z are one block of lanes: p_i = exp(z_i - m) / S with
/// m = max z and S = sum_j exp(z_j - m), L = ln S - (z_y - m), and dL/dz = p - y, all from one exponential a class. The general way,
/// <see cref="Losses.CrossEntropy"/> and then <see cref="Activations.SoftmaxActivation"/>, defines it: p has the same bits.
/// </summary>
internal static unsafe class CrossEntropyKernel
{
    /// <summary>The most classes.</summary>
    public const int MaximumClasses = 16;

    /// <summary>Compares one sample with its class.</summary>
    /// <param name="z">The logits: 16 lanes, of which <paramref name="classes"/> count.</param>
    /// <param name="classes">The number of classes, from 2 to 16.</param>
    /// <param name="label">The class, from 0.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="probabilities">Receives p for each class.</param>
    /// <param name="gradient">Receives scale (p - y) in 16 lanes, 0 in those that do not count; null for none.</param>
    /// <param name="predicted">The first class with the largest p.</param>
    /// <returns>The loss L.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run(float* z, int classes, int label, float scale, float* probabilities, float* gradient, out int predicted) =>
        Vector512.IsHardwareAccelerated ? Run<Float512>(z, classes, label, scale, probabilities, gradient, out predicted)
            : Vector256.IsHardwareAccelerated ? Run<Float256>(z, classes, label, scale, probabilities, gradient, out predicted)
            : Run<Float128>(z, classes, label, scale, probabilities, gradient, out predicted);

    /// <summary>The same with given vectors, for tests.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run<T>(float* z, int classes, int label, float scale, float* probabilities, float* gradient, out int predicted)
        where T : struct, IFloatVector<T>
    {
        float max = GetMaximum(z, classes);
        float* e = stackalloc float[MaximumClasses];
        uint lanes = (1u << classes) - 1;
        for (int lane = 0; lane < MaximumClasses; lane += T.Count)
        {
            T.Keep(lanes >> lane, VectorMath.Exp(T.Load(z + lane) - T.Create(max))).Store(e + lane);
        }

        double exact = 0;
        for (int i = 0; i < classes; i++)
        {
            exact += e[i];
        }

        float sum = (float)exact;
        uint largest = 0;
        for (int lane = 0; lane < MaximumClasses; lane += T.Count)
        {
            T p = T.Load(e + lane) / T.Create(sum);
            largest |= T.EqualLanes(p, T.Create(1 / sum)) << lane;
            p.StoreFirst(probabilities + lane, Math.Clamp(classes - lane, 0, T.Count));
            if (gradient != null)
            {
                (p * T.Create(scale)).Store(gradient + lane);
            }
        }

        if (gradient != null)
        {
            gradient[label] = ((e[label] / sum) - 1) * scale;
        }

        // The largest exponential is 1. Without branches, which would be guessed wrongly for every other sample.
        predicted = largest == 0 ? 0 : BitOperations.TrailingZeroCount(largest);
        return Math.Log(exact) - (z[label] - max);
    }

    // Four classes at a time; NaN wins.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float GetMaximum(float* z, int classes)
    {
        Vector128<float> first = Vector128.Create(z[0]);
        Vector128<float> max = first;
        for (int lane = 0; lane < MaximumClasses; lane += Vector128<float>.Count)
        {
            Vector128<int> counts = Vector128.LessThan(Vector128.Create(lane) + Vector128<int>.Indices, Vector128.Create(classes));
            max = Vector128.Max(max, Vector128.ConditionalSelect(counts.AsSingle(), Vector128.Load(z + lane), first));
        }

        max = Vector128.Max(max, Vector128.Shuffle(max, Vector128.Create(2, 3, 0, 1)));
        return MathF.Max(max[0], max[1]);
    }
}
