using System.Numerics.Tensors;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Networks;

/// <summary>Which class a vector of outputs stands for.</summary>
public static class ClassDecision
{
    private const int FewOutputs = 32;

    /// <summary>
    /// With several outputs the first largest one. With one output class 1 where it is above the middle of its range: 0.5
    /// for outputs in [0, 1], 0 for signed ones.
    /// </summary>
    /// <param name="output">The outputs after the last activation.</param>
    /// <param name="encoding">How the loss encodes classes.</param>
    public static int Decide(ReadOnlySpan<float> output, TargetEncoding encoding) =>
        output.Length > 1
            ? IndexOfMax(output)
            : output[0] > (encoding == TargetEncoding.Signed ? 0f : 0.5f) ? 1 : 0;

    // A library's vectors take as long for ten numbers as for a hundred.
    private static int IndexOfMax(ReadOnlySpan<float> x)
    {
        if (x.Length > FewOutputs)
        {
            return TensorPrimitives.IndexOfMax(x);
        }

        int best = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (float.IsNaN(x[i]))
            {
                return i;
            }

            bool isZero = x[i] == 0 && x[best] == 0;
            best = x[i] > x[best] || (isZero && float.IsNegative(x[best]) && !float.IsNegative(x[i])) ? i : best;
        }

        return best;
    }
}
