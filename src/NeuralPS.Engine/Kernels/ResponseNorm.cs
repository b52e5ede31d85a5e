using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels;

/// <summary>The steps of local response normalisation on the channels of one pixel, in contiguous memory.</summary>
internal static unsafe class ResponseNorm
{
    /// <summary>s_i = k + alpha (v_(i - before) + ... + v_(i + after)). The length is a multiple of 16.</summary>
    /// <param name="values">v, with at least as many zeros on both sides as the window reaches.</param>
    /// <param name="length">The number of results.</param>
    /// <param name="before">Neighbours before.</param>
    /// <param name="after">Neighbours after.</param>
    /// <param name="k">What is added.</param>
    /// <param name="alpha">What the sums are multiplied with.</param>
    /// <param name="s">Receives the results.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddNeighbours(float* values, int length, int before, int after, float k, float alpha, float* s)
    {
        var constant = new Vector<float>(k);
        var factor = new Vector<float>(alpha);
        for (int i = 0; i < length; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector.Load(values + i - before);
            for (int j = 1 - before; j <= after; j++)
            {
                sum += Vector.Load(values + i + j);
            }

            Vector.Store(Vector.FusedMultiplyAdd(sum, factor, constant), s + i);
        }
    }

    /// <summary>The readable form of <see cref="AddNeighbours"/>, which specifies it bit by bit.</summary>
    public static void AddNeighboursScalar(float* values, int length, int before, int after, float k, float alpha, float* s)
    {
        for (int i = 0; i < length; i++)
        {
            float sum = values[i - before];
            for (int j = 1 - before; j <= after; j++)
            {
                sum += values[i + j];
            }

            s[i] = MathF.FusedMultiplyAdd(sum, alpha, k);
        }
    }

    /// <summary>p_i = s_i^(-beta); by roots for the usual 3/4 and for 1/2. The length is a multiple of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(float* s, int length, double beta, float* p)
    {
        if (beta is not (0.75 or 0.5))
        {
            TensorPrimitives.Pow(new ReadOnlySpan<float>(s, length), (float)-beta, new Span<float>(p, length));
            return;
        }

        for (int i = 0; i < length; i += Vector<float>.Count)
        {
            Vector<float> root = Vector<float>.One / Vector.SquareRoot(Vector.Load(s + i));
            Vector.Store(beta == 0.5 ? root : root * Vector.SquareRoot(root), p + i);
        }
    }
}
