using System.Collections.Immutable;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>A layer in its place in a network: the description with the shapes that follow from it.</summary>
public sealed class NetworkLayer
{
    internal NetworkLayer(Layer layer, int index, ImmutableArray<string> sources, ImmutableArray<Shape> inputShapes)
    {
        Layer = layer;
        Index = index;
        Sources = sources;
        InputShapes = inputShapes;
        OutputShape = layer.GetOutputShape(inputShapes);
        Parameters = layer.GetParameters(inputShapes);
        ParameterCount = Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Shape.Length);
        NonTrainableCount = Parameters.Sum(parameter => (long)parameter.Shape.Length) - ParameterCount;
        MultiplyAdds = layer.GetMultiplyAdds(inputShapes);
    }

    /// <summary>The description.</summary>
    public Layer Layer { get; }

    /// <summary>The position, from 0.</summary>
    public int Index { get; }

    /// <summary>The name, unique in the network.</summary>
    public string Name => Layer.Name;

    /// <summary>The names of the layers and inputs that it reads, in order.</summary>
    public ImmutableArray<string> Sources { get; }

    /// <summary>The shapes of what it reads, one for each source.</summary>
    public ImmutableArray<Shape> InputShapes { get; }

    /// <summary>The shape of the samples that come in, from the first source.</summary>
    public Shape InputShape => InputShapes[0];

    /// <summary>The shape of the samples that go out.</summary>
    public Shape OutputShape { get; }

    /// <summary>The tensors it learns, and those it keeps account in.</summary>
    public IReadOnlyList<ParameterSpecification> Parameters { get; }

    /// <summary>The number of weights it learns.</summary>
    public long ParameterCount { get; }

    /// <summary>The number of weights it has but does not learn, such as running statistics.</summary>
    public long NonTrainableCount { get; }

    /// <summary>Multiplications with addition for one sample, forwards.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The name of one of its tensors, such as <c>dense1.weight</c>.</summary>
    public string TensorName(string role) => $"{Name}.{role}";
}
