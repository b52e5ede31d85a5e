using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>A tensor that a layer learns.</summary>
/// <param name="Role">Its name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Shape">Its shape: row per unit, [out, in]; for convolutions [filters, height, width, channels / groups].</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="FanIn">Inputs that reach one unit.</param>
/// <param name="FanOut">Units that one input reaches.</param>
public sealed record ParameterSpecification(string Role, Shape Shape, Initializer Initializer, int FanIn, int FanOut)
{
    /// <summary>True for weights, false for biases: penalties and weight decay skip those.</summary>
    public bool IsPenalised => Role == "weight" || Role.EndsWith(".weight", StringComparison.Ordinal);
}
