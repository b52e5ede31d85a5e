using System.Collections.Immutable;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>An input or a layer of a network as it is drawn.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind"><c>input</c>, or the kind of the layer.</param>
/// <param name="Details">What is particular about it, such as <c>3x3, same, ReLU</c>.</param>
/// <param name="OutputShape">The shape of what comes out, such as <c>28x28x1</c>.</param>
/// <param name="ParameterCount">The number of weights that it learns.</param>
/// <param name="MultiplyAdds">Multiplications with addition for one sample, forwards.</param>
public sealed record GraphNode(string Name, string Kind, string Details, string OutputShape, long ParameterCount, long MultiplyAdds)
{
    /// <summary>True for an input of the network.</summary>
    public bool IsInput { get; init; }

    /// <summary>True for a layer that no other reads.</summary>
    public bool IsOutput { get; init; }

    /// <summary>All there is to say, a line each: for tooltips.</summary>
    public ImmutableArray<string> Facts { get; init; } = [];

    /// <summary>Kind and details in one line: <c>conv 3x3, same, ReLU</c>.</summary>
    public string Description => Details.Length == 0 ? Kind : $"{Kind} {Details}";

    /// <summary>The family that it belongs to, which decides its colour.</summary>
    internal LayerFamily Family => LayerFamily.Of(Kind);
}
