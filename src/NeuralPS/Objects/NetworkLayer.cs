using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>A layer of a network: a flat record for tables.</summary>
public sealed class NetworkLayer
{
    internal NetworkLayer(Eng.Networks.NetworkLayer layer)
    {
        Index = layer.Index;
        Name = layer.Name;
        Kind = layer.Layer.Kind;
        Source = [.. layer.Sources];
        InputShape = [.. layer.InputShape.Dimensions];
        OutputShape = [.. layer.OutputShape.Dimensions];
        ParameterCount = layer.ParameterCount;
        NonTrainableCount = layer.NonTrainableCount;
        MultiplyAdds = layer.MultiplyAdds;
        Activation = (layer.Layer as Eng.Activations.IActivated)?.Activation.ToString();
        Details = layer.Layer.GetSummary(layer.InputShape);
    }

    /// <summary>The position, from 0.</summary>
    public int Index { get; }

    /// <summary>The name, unique in the network.</summary>
    public string Name { get; }

    /// <summary>The kind: dense, conv, pooling, ...</summary>
    public string Kind { get; }

    /// <summary>The layers and inputs that it reads.</summary>
    public string[] Source { get; }

    /// <summary>The shape of the samples that come in, from the first source.</summary>
    public int[] InputShape { get; }

    /// <summary>The shape of the samples that go out.</summary>
    public int[] OutputShape { get; }

    /// <summary>The number of weights that it learns.</summary>
    public long ParameterCount { get; }

    /// <summary>The number of weights that it has but does not learn, such as running statistics.</summary>
    public long NonTrainableCount { get; }

    /// <summary>Multiplications with addition for one sample.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The activation, or null for layers without one.</summary>
    public string? Activation { get; }

    /// <summary>What else is particular about it.</summary>
    public string Details { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
