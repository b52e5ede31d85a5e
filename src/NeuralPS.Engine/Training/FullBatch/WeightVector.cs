using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training.FullBatch;

/// <summary>Weights of a plan one after the other, as a vector: packed, with zeros where packing has gaps.</summary>
internal sealed unsafe class WeightVector
{
    private readonly Parameter[] _parameters;
    private readonly int[] _starts;

    /// <summary>Lists parameters of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isTrained">True for those that optimizers train, false for the others, such as running statistics.</param>
    public WeightVector(Plan plan, bool isTrained)
    {
        _parameters = [.. plan.Parameters.Where(parameter => parameter.IsTrainable == isTrained)];
        _starts = new int[_parameters.Length];
        foreach (Parameter parameter in _parameters)
        {
            _starts[Array.IndexOf(_parameters, parameter)] = Length;
            Length = checked(Length + parameter.PackedLength);
        }
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The parameters, and where each starts.</summary>
    public IEnumerable<(Parameter Parameter, int Start)> Parts => _parameters.Zip(_starts);

    /// <summary>Copies the weights out of the plan.</summary>
    public void Read(Span<float> x)
    {
        for (int p = 0; p < _parameters.Length; p++)
        {
            new ReadOnlySpan<float>(_parameters[p].Data, _parameters[p].PackedLength).CopyTo(x[_starts[p]..]);
        }
    }

    /// <summary>Copies weights into the plan. <see cref="Plan.OnParametersChanged"/> has to follow.</summary>
    public void Write(ReadOnlySpan<float> x)
    {
        for (int p = 0; p < _parameters.Length; p++)
        {
            x.Slice(_starts[p], _parameters[p].PackedLength).CopyTo(new Span<float>(_parameters[p].Data, _parameters[p].PackedLength));
        }
    }

    /// <summary>Writes a vector as tensors in the shapes of the weights, under the name of each and a suffix.</summary>
    public void Save(ReadOnlySpan<float> x, string suffix, IDictionary<string, Tensor> tensors)
    {
        fixed (float* start = x)
        {
            for (int p = 0; p < _parameters.Length; p++)
            {
                var tensor = new Tensor(_parameters[p].Shape);
                _parameters[p].Unpack(start + _starts[p], tensor.Data);
                tensors[_parameters[p].Name + suffix] = tensor;
            }
        }
    }

    /// <summary>Reads a vector back; null where a tensor is missing or of another shape.</summary>
    public float[]? Load(string suffix, IReadOnlyDictionary<string, Tensor> tensors)
    {
        float[] x = new float[Length];
        fixed (float* start = x)
        {
            for (int p = 0; p < _parameters.Length; p++)
            {
                if (!tensors.TryGetValue(_parameters[p].Name + suffix, out Tensor? tensor) || !tensor.Shape.Equals(_parameters[p].Shape))
                {
                    return null;
                }

                _parameters[p].Pack(tensor.Data, start + _starts[p]);
            }
        }

        return x;
    }
}
