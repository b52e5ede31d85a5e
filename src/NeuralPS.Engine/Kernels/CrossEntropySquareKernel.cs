using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// What <see cref="CrossEntropyKernel"/> does for one sample, for sixteen at a time and with the same bits: their logits are turned, so
/// that each lane is a sample, and nothing has to be added up or compared across lanes.
/// </summary>
internal static unsafe class CrossEntropySquareKernel
{
    /// <summary>Samples to a call.</summary>
    public const int Samples = 16;

    private const int Square = Samples * CrossEntropyKernel.MaximumClasses;

    // y for each class: changing a single lane of p would keep the vectors that are read next waiting.
    private static readonly PinnedTable<float> Targets = new(Square, i => i / Samples == i % Samples ? 1 : 0);

    /// <summary>Compares sixteen samples with their classes.</summary>
    /// <param name="z">The logits: 16 lanes a sample, of which <paramref name="classes"/> count.</param>
    /// <param name="classes">The number of classes, from 2 to 16.</param>
    /// <param name="labels">The class of each sample, from 0.</param>
    /// <param name="scales">What the gradient of each sample is multiplied by.</param>
    /// <param name="probabilities">Receives p for each class, one sample after the other.</param>
    /// <param name="gradient">Receives scale (p - y) in 16 lanes a sample, 0 in those that do not count; null for none.</param>
    /// <param name="losses">Receives the losses.</param>
    /// <param name="predicted">Receives the first class with the largest p of each sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* z, int classes, int* labels, float* scales, float* probabilities, float* gradient, double* losses, int* predicted)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Float512>(z, classes, labels, scales, probabilities, gradient, losses, predicted);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Float256>(z, classes, labels, scales, probabilities, gradient, losses, predicted);
        }
        else
        {
            Run<Float128>(z, classes, labels, scales, probabilities, gradient, losses, predicted);
        }
    }

    /// <summary>The same with given vectors, for tests.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(
        float* z, int classes, int* labels, float* scales, float* probabilities, float* gradient, double* losses, int* predicted)
        where T : struct, IFloatVector<T>
    {
        // Line c holds class c of all samples: logits first, then exponentials, probabilities in the end.
        float* lines = stackalloc float[Square], turned = stackalloc float[Square];
        float* maxima = stackalloc float[Samples], sums = stackalloc float[Samples];
        BlockTranspose.RunSquare(z, lines);
        Exponentiate<T>(lines, classes, maxima);
        Sum(lines, classes, losses, sums);
        Divide<T>(lines, classes, sums, predicted);
        new Span<float>(lines + (classes * Samples), Square - (classes * Samples)).Clear();
        BlockTranspose.RunSquare(lines, turned);
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int lane = 0; lane < classes; lane += T.Count)
            {
                float* target = probabilities + (sample * classes) + lane;
                T.Load(turned + (sample * Samples) + lane).StoreFirst(target, Math.Min(classes - lane, T.Count));
            }

            losses[sample] = Math.Log(losses[sample]) - (z[(sample * Samples) + labels[sample]] - maxima[sample]);
        }

        if (gradient != null)
        {
            Subtract<T>(turned, labels, scales, gradient);
        }
    }

    // exp(z - m), and m; NaN wins.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate<T>(float* lines, int classes, float* maxima)
        where T : struct, IFloatVector<T>
    {
        for (int lane = 0; lane < Samples; lane += T.Count)
        {
            T max = T.Load(lines + lane);
            for (int c = 1; c < classes; c++)
            {
                T value = T.Load(lines + (c * Samples) + lane);
                max = T.WhereNaN(value, value, T.WhereGreater(value, max, value, max));
            }

            max.Store(maxima + lane);
            for (int c = 0; c < classes; c++)
            {
                float* line = lines + (c * Samples) + lane;
                VectorMath.Exp(T.Load(line) - max).Store(line);
            }
        }
    }

    // S in double precision and rounded.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* lines, int classes, double* exact, float* sums)
    {
        for (int lane = 0; lane < Samples; lane += Vector256<float>.Count)
        {
            Vector256<double> lower = Vector256<double>.Zero, upper = Vector256<double>.Zero;
            for (int c = 0; c < classes; c++)
            {
                (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.Load(lines + (c * Samples) + lane));
                lower += first;
                upper += second;
            }

            lower.Store(exact + lane);
            upper.Store(exact + lane + Vector256<double>.Count);
            Vector256.Narrow(lower, upper).Store(sums + lane);
        }
    }

    // p, and the first class that has the largest: its exponential is 1.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide<T>(float* lines, int classes, float* sums, int* predicted)
        where T : struct, IFloatVector<T>
    {
        float* first = stackalloc float[Samples];
        for (int lane = 0; lane < Samples; lane += T.Count)
        {
            T sum = T.Load(sums + lane);
            T largest = T.Create(1) / sum;
            T winner = T.Create(0);
            for (int c = classes - 1; c >= 0; c--)
            {
                float* line = lines + (c * Samples) + lane;
                T p = T.Load(line) / sum;
                p.Store(line);
                winner = T.WhereEqual(p, largest, T.Create(c), winner);
            }

            winner.Store(first + lane);
        }

        for (int sample = 0; sample < Samples; sample++)
        {
            predicted[sample] = (int)first[sample];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract<T>(float* probabilities, int* labels, float* scales, float* gradient)
        where T : struct, IFloatVector<T>
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            float* p = probabilities + (sample * Samples);
            float* y = Targets.Data + (labels[sample] * Samples);
            T scale = T.Create(scales[sample]);
            for (int lane = 0; lane < Samples; lane += T.Count)
            {
                ((T.Load(p + lane) - T.Load(y + lane)) * scale).Store(gradient + (sample * Samples) + lane);
            }
        }
    }
}
