using System.Numerics.Tensors;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Layers;

namespace NeuralPS.Engine.Training;

/// <summary>What penalties on weights add to the loss.</summary>
internal static unsafe class PenaltySum
{
    private const int ChunkLength = 8192;

    /// <summary>The sum of L1 |w| + L2/2 w^2 over all weights.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="penalties">The penalty of each of them.</param>
    public static double Measure(Parameter[] parameters, Penalty[] penalties)
    {
        double sum = 0;
        for (int p = 0; p < parameters.Length; p++)
        {
            if (!penalties[p].IsNone)
            {
                sum += Measure(new ReadOnlySpan<float>(parameters[p].Data, parameters[p].PackedLength), penalties[p]);
            }
        }

        return sum;
    }

    private static double Measure(ReadOnlySpan<float> weights, Penalty penalty)
    {
        double sum = penalty.L2 == 0 ? 0 : penalty.L2 / 2 * DoubleSums.SumOfSquares(weights);
        Span<float> sizes = stackalloc float[penalty.L1 == 0 ? 0 : ChunkLength];
        for (int start = 0; penalty.L1 != 0 && start < weights.Length; start += ChunkLength)
        {
            ReadOnlySpan<float> chunk = weights[start..Math.Min(start + ChunkLength, weights.Length)];
            TensorPrimitives.Abs(chunk, sizes);
            sum += penalty.L1 * DoubleSums.Sum(sizes[..chunk.Length]);
        }

        return sum;
    }
}
