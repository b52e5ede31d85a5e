using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>One weight tensor of a network.</summary>
public sealed class NetworkWeight
{
    private readonly Eng.Tensors.Tensor _tensor;

    internal NetworkWeight(string layer, Eng.Layers.ParameterSpecification parameter, Eng.Tensors.Tensor tensor)
    {
        Layer = layer;
        Role = parameter.Role;
        IsTrainable = parameter.IsTrainable;
        _tensor = tensor;
        Shape = [.. tensor.Shape.Dimensions];
    }

    /// <summary>The name of the layer.</summary>
    public string Layer { get; }

    /// <summary>weight, bias, or another role of the layer.</summary>
    public string Role { get; }

    /// <summary>True for what training learns, false for what the layer keeps account in, such as running statistics.</summary>
    public bool IsTrainable { get; }

    /// <summary>The shape: [units, inputs], [filters, height, width, channels] or [units].</summary>
    public int[] Shape { get; }

    /// <summary>The number of values.</summary>
    public int Count => _tensor.Data.Length;

    /// <summary>The smallest value.</summary>
    public float Minimum => _tensor.Data.Min();

    /// <summary>The largest value.</summary>
    public float Maximum => _tensor.Data.Max();

    /// <summary>The mean.</summary>
    public double Mean => _tensor.Data.Average(value => (double)value);

    /// <summary>The standard deviation.</summary>
    public double StandardDeviation
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(_tensor.Data.Average(value => (value - mean) * (value - mean)));
        }
    }

    /// <summary>The values as nested arrays, row per unit: a copy.</summary>
    public Array Value => Binding.NestedArray.ToNested(_tensor.Data, Shape);

    /// <inheritdoc/>
    public override string ToString() => $"{Layer}.{Role} [{string.Join(", ", Shape)}]";
}
