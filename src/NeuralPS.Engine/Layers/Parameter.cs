using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A weight tensor of a plan in the layout of its kernel. Packed elements that correspond to no logical element are zero,
/// and so are their gradients, always: optimizers may run over the packed array as a whole.
/// </summary>
/// <param name="name">Layer and role, such as <c>dense1.weight</c>.</param>
/// <param name="shape">The logical shape, as users and files see it.</param>
/// <param name="packing">Position of each logical element in the packed array.</param>
/// <param name="packedLength">Floats of the packed array.</param>
/// <param name="isPenalised">True for weights, false for biases and normalisation parameters: penalties skip those.</param>
internal sealed unsafe class Parameter(string name, Shape shape, Func<int, int> packing, int packedLength, bool isPenalised)
{
    private readonly Func<int, int> _packing = packing;

    /// <summary>Layer and role, such as <c>dense1.weight</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The logical shape.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>Floats of the packed array.</summary>
    public int PackedLength { get; } = packedLength;

    /// <summary>True when penalties on the weights apply.</summary>
    public bool IsPenalised { get; } = isPenalised;

    /// <summary>False for what its operation itself writes in training steps: it has no gradient, and no optimizer sees it.</summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>True when its operation hands the gradient to <see cref="Step.Consumer"/>, where there is one, piece by piece.</summary>
    public bool IsStreamed { get; set; }

    /// <summary>Its position among the parameters of its plan.</summary>
    public int Index { get; set; }

    /// <summary>The packed weights.</summary>
    public float* Data { get; set; }

    /// <summary>The packed gradient, unless it is streamed to a consumer; null in a plan that only predicts, and where it is not trained.</summary>
    public float* Gradient { get; set; }

    /// <summary>True when the other packs the same logical array in the same way.</summary>
    public bool PacksLike(Parameter other)
    {
        if (!Shape.Equals(other.Shape) || PackedLength != other.PackedLength)
        {
            return false;
        }

        for (int i = 0; i < Shape.Length; i++)
        {
            if (_packing(i) != other._packing(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a logical array into a packed one.</summary>
    public void Pack(ReadOnlySpan<float> logical, float* packed)
    {
        for (int i = 0; i < logical.Length; i++)
        {
            packed[_packing(i)] = logical[i];
        }
    }

    /// <summary>Reads a packed array back into a logical one.</summary>
    public void Unpack(float* packed, Span<float> logical)
    {
        for (int i = 0; i < logical.Length; i++)
        {
            logical[i] = packed[_packing(i)];
        }
    }
}
