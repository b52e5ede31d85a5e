using System.Numerics.Tensors;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Networks;

/// <summary>Which class a vector of outputs stands for.</summary>
public static class ClassDecision
{
    /// <summary>
    /// With several outputs the first largest one. With one output class 1 where it is above the middle of its range: 0.5
    /// for outputs in [0, 1], 0 for signed ones.
    /// </summary>
    /// <param name="output">The outputs after the last activation.</param>
    /// <param name="encoding">How the loss encodes classes.</param>
    public static int Decide(ReadOnlySpan<float> output, TargetEncoding encoding) =>
        output.Length > 1
            ? TensorPrimitives.IndexOfMax(output)
            : output[0] > (encoding == TargetEncoding.Signed ? 0f : 0.5f) ? 1 : 0;
}
